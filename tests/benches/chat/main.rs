//! How many chat messages the portal carries, and how fast: many chats at once, each a customer's
//! and an agent's socket, all against a real portal process on this machine. A message counts as
//! delivered when the other side has it; the portal has then written it to disk.
//!
//! Customers come from addresses of their own (127.1.x.y), because the portal limits each.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod chat;
mod http;
mod load;
mod portal;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::Parser;

use crate::chat::Chat;
use crate::load::{Figures, Load};
use crate::portal::{Portal, Scale};

/// Measures the chat.
#[derive(Parser)]
struct Arguments {
    /// The portal program, built with --release.
    #[arg(long)]
    portal: PathBuf,
    /// Chats at once.
    #[arg(long, default_value_t = 500)]
    chats: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Messages per second to offer, one measurement each; 0 for as many as get through.
    #[arg(long, value_delimiter = ',', default_value = "50,200,500,0")]
    rates: Vec<u32>,
    /// Also print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What `cargo bench` adds.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let scale = Scale::of(arguments.chats);
    let portal = Portal::start(&arguments.portal, scale).await?;
    println!("{} chats, {} agents, one portal process", arguments.chats, scale.agents);
    let mut chats = Vec::with_capacity(arguments.chats);
    for number in 0..arguments.chats {
        chats.push(Chat::open(&portal, number).await?);
    }
    println!("all chats are open");
    let mut measured = Vec::new();
    Figures::print_head();
    for rate in arguments.rates {
        let load = Load { rate, time: Duration::from_secs(arguments.seconds) };
        let figures = load.run(&mut chats, &portal).await?;
        figures.print();
        measured.push(figures);
    }
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&measured)?);
    }
    Ok(())
}
