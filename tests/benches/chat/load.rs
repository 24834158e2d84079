//! What is asked of all chats at once, and what came of it.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::Serialize;
use tokio::task::JoinSet;

use crate::chat::Chat;
use crate::portal::Portal;

/// One measurement.
pub(crate) struct Load {
    /// Messages per second, of all chats together; 0 lets each chat answer as soon as it has
    /// received.
    pub(crate) rate: u32,
    /// How long.
    pub(crate) time: Duration,
}

/// What came of it.
#[derive(Serialize)]
pub(crate) struct Figures {
    offered_per_second: u32,
    delivered_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    most_ms: f64,
    lost: usize,
    portal_cpu_ms_per_message: f64,
    portal_memory_megabytes: f64,
}

impl Load {
    /// Puts the load on and waits for the last message.
    pub(crate) async fn run(&self, chats: &mut Vec<Chat>, portal: &Portal) -> Result<Figures> {
        let before = portal.cpu_seconds()?;
        let begun = Instant::now();
        let mut all = JoinSet::new();
        let count = chats.len() as u32;
        for (number, chat) in chats.drain(..).enumerate() {
            let (rate, time) = (self.rate, self.time);
            all.spawn(async move {
                if rate == 0 {
                    ping_pong(chat, begun + time).await
                } else {
                    let gap = Duration::from_secs(1) * count / rate;
                    let first = begun + gap * number as u32 / count;
                    paced(chat, first, gap, begun + time).await
                }
            });
        }
        while let Some(chat) = all.join_next().await {
            chats.push(chat??);
        }
        let seconds = begun.elapsed().as_secs_f64().min(self.time.as_secs_f64());
        tokio::time::sleep(Duration::from_secs(2)).await;
        self.figures(chats, portal, seconds, portal.cpu_seconds()? - before)
    }

    fn figures(
        &self,
        chats: &[Chat],
        portal: &Portal,
        seconds: f64,
        cpu_seconds: f64,
    ) -> Result<Figures> {
        let mut took = Vec::new();
        let mut lost = 0;
        for end in chats.iter().flat_map(|chat| [&chat.customer, &chat.agent]) {
            let mut journeys = end.sent.lock().unwrap_or_else(PoisonError::into_inner);
            lost += journeys.under_way();
            took.append(&mut journeys.took_ms);
        }
        took.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = (took.len() as f64 * part).ceil() as usize;
            took.get(place.saturating_sub(1)).copied().unwrap_or_default()
        };
        Ok(Figures {
            offered_per_second: self.rate,
            delivered_per_second: took.len() as f64 / seconds,
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            most_ms: at(1.0),
            lost,
            portal_cpu_ms_per_message: cpu_seconds * 1000.0 / took.len().max(1) as f64,
            portal_memory_megabytes: portal.memory_megabytes()?,
        })
    }
}

/// Customer and agent write in turn, at fixed times, whatever has arrived.
async fn paced(chat: Chat, first: Instant, gap: Duration, until: Instant) -> Result<Chat> {
    let mut at = first;
    for turn in 0_u64.. {
        if at >= until {
            break;
        }
        tokio::time::sleep_until(at.into()).await;
        let end = if turn % 2 == 0 { &chat.customer } else { &chat.agent };
        end.say(text(turn)).await?;
        at += gap;
    }
    Ok(chat)
}

/// Each side answers as soon as it has received.
async fn ping_pong(mut chat: Chat, until: Instant) -> Result<Chat> {
    // What earlier measurements left unread says nothing here.
    while chat.agent.arrived.try_recv().is_ok() || chat.customer.arrived.try_recv().is_ok() {}
    for turn in 0_u64.. {
        if Instant::now() >= until {
            break;
        }
        let (from, to) = if turn % 2 == 0 {
            (&chat.customer, &mut chat.agent)
        } else {
            (&chat.agent, &mut chat.customer)
        };
        from.say(text(turn)).await?;
        if tokio::time::timeout_at((until + Duration::from_secs(2)).into(), to.arrived.recv())
            .await
            .is_err()
        {
            break;
        }
    }
    Ok(chat)
}

/// A message as people write them, and no other like it.
fn text(turn: u64) -> String {
    format!("Message {turn} {}: please look at the second page, thank you.", uuid::Uuid::new_v4())
}

impl Figures {
    /// Prints the head of the table.
    pub(crate) fn print_head() {
        println!(
            "{:>9} {:>11} {:>9} {:>9} {:>9} {:>5} {:>14} {:>10}",
            "offered/s",
            "delivered/s",
            "p50 ms",
            "p99 ms",
            "most ms",
            "lost",
            "CPU ms/message",
            "memory MB"
        );
    }

    /// Prints a row.
    pub(crate) fn print(&self) {
        let offered = match self.offered_per_second {
            0 => "most".to_owned(),
            rate => rate.to_string(),
        };
        println!(
            "{offered:>9} {:>11.0} {:>9.2} {:>9.2} {:>9.1} {:>5} {:>14.3} {:>10.0}",
            self.delivered_per_second,
            self.p50_ms,
            self.p99_ms,
            self.most_ms,
            self.lost,
            self.portal_cpu_ms_per_message,
            self.portal_memory_megabytes
        );
    }
}
