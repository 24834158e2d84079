//! The lines that the bench plays, by name.

use std::time::Duration;

use clap::ValueEnum;
use corporate_stories::glass::line::Quality;
use serde::Serialize;

use crate::scene::Scene;

/// A line between customer and agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Link {
    /// A pair of virtual cards, as fast as the machine
    Lan,
    /// 20 ms there and back, 5 Mbit/s, queues of 64 kB
    Dsl,
    /// 200 ms there and back, 300 kbit/s, 1 % loss, queues of 24 kB
    Narrow,
}

impl Link {
    pub(crate) const ALL: [Self; 3] = [Self::Lan, Self::Dsl, Self::Narrow];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lan => "none",
            Self::Dsl => "20 ms, 5 Mbit/s",
            Self::Narrow => "200 ms, 300 kbit/s, 1 %",
        }
    }

    /// What it is, for readers of the table.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Lan => {
                "a pair of virtual cards between two network namespaces, as fast as the machine"
            }
            Self::Dsl => "5 Mbit/s each way, 20 ms there and back, queues of 64 kB",
            Self::Narrow => {
                "300 kbit/s each way, 200 ms there and back, 1 % of packets lost each way, queues of 24 kB"
            }
        }
    }

    /// What it is like, the same in both directions; none is the cards alone.
    pub(crate) fn quality(self) -> Option<Quality> {
        let quality = |bits_per_second, round_trip_ms: u64, loss, queue_bytes| {
            let delay = Duration::from_millis(round_trip_ms) / 2;
            Some(Quality { bits_per_second, delay, loss, queue_bytes })
        };
        match self {
            Self::Lan => None,
            Self::Dsl => quality(5_000_000, 20, 0.0, 64_000),
            Self::Narrow => quality(300_000, 200, 0.01, 24_000),
        }
    }

    /// How long what is under way may take to arrive.
    pub(crate) fn patience(self) -> Duration {
        Duration::from_secs(match self {
            Self::Lan => 3,
            Self::Dsl => 8,
            Self::Narrow => 25,
        })
    }

    /// Whether this scene is played over it: slow lines are for the rows of latency.
    pub(crate) fn plays(self, scene: Scene) -> bool {
        self == Self::Lan || scene.flashes()
    }
}
