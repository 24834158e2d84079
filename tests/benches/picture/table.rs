//! The rows as one Markdown table for each scene, and the goals with their ratios. Every column
//! says its unit; what was not measured is a dash, never a zero.

use std::fmt::Write;

use corporate_stories::glass::figures::Times;
use corporate_stories::glass::goal::{Goal, figure};

use crate::link::Link;
use crate::measure::Row;
use crate::peer::Peer;
use crate::scene::Scene;

const HEAD: &str = "| who | line | late p50 / p95, ms | flash p50 / p95, ms (lost) | updates a \
    second: painted, seen | kB/s | kB an update | sharer's CPU, % of a core | CPU ms an update | X \
    server's CPU, % | identical after 1 s, % | PSNR after 1 s, dB | PSNR of the film, dB |\n\
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";

/// All of it.
pub(crate) fn markdown(rows: &[Row], absent: &[(Peer, String)], goals: &[Goal]) -> String {
    let mut text = String::from("# The picture, measured\n\n## Goals\n\n");
    text += "| measure | ours | against | ratio | goal | met |\n";
    text += "| --- | ---: | --- | ---: | --- | --- |\n";
    for goal in goals {
        // A String takes whatever is written to it.
        let _ = writeln!(text, "{}", goal.line());
    }
    for scene in Scene::ALL {
        let of_scene: Vec<&Row> = rows.iter().filter(|row| row.scene == scene).collect();
        if of_scene.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n## {}\n\n{HEAD}", capital(scene.name()));
        for row in of_scene {
            let _ = writeln!(text, "{}", line(row));
        }
    }
    text += &memory(rows);
    text += "\n## Who was measured\n\n";
    for peer in Peer::ALL {
        let why = absent.iter().find(|(gone, _)| *gone == peer).map(|(_, why)| why.as_str());
        let state = match why {
            Some(why) => format!(" **Not (wholly) measured:** {why}"),
            None if rows.iter().any(|row| row.peer == peer) => String::new(),
            None => " Not chosen in this run.".to_owned(),
        };
        let _ = writeln!(text, "- {}: {}.{state}", peer.name(), peer.setting());
    }
    text += "\n## Lines\n\n";
    for link in Link::ALL {
        let _ = writeln!(text, "- {}: {}.", link.name(), link.words());
    }
    text
}

fn line(row: &Row) -> String {
    let flash = row.flash.filter(|_| row.scene == Scene::FlashScrolling);
    let flash = flash.map(|flash| format!("{} ({})", times(flash), row.flips_lost));
    let rates = (row.painted > 0).then(|| {
        let painted = row.painted as f64 / row.seconds;
        format!("{painted:.1}, {:.1}", row.arrived_per_second)
    });
    let after = row.after;
    let cells = [
        Some(row.peer.name().to_owned()),
        Some(row.link.name().to_owned()),
        row.times.map(times),
        flash,
        rates,
        Some(figure(row.kilobytes_per_second())),
        row.bytes_per_update().map(|bytes| figure(bytes / 1000.0)),
        Some(figure(row.processor_percent())),
        row.processor_per_update_ms().map(figure),
        Some(figure(row.display_server_ms / 10.0 / row.seconds)),
        after.map(|after| format!("{:.3}", after.same_percent)),
        after.map(|after| after.psnr_db.map_or("exact".to_owned(), |db| format!("{db:.1}"))),
        row.film_psnr_db.map(|db| format!("{db:.1}")),
    ];
    let cells = cells.map(|cell| cell.unwrap_or_else(|| "–".to_owned()));
    format!("| {} |", cells.join(" | "))
}

fn memory(rows: &[Row]) -> String {
    let most = rows.iter().filter_map(|row| row.memory_bytes).max();
    most.map_or_else(String::new, |bytes| {
        format!(
            "\nMemory of our app while it shares, its web views apart: at most {:.0} MB (PSS).\n",
            bytes as f64 / 1e6
        )
    })
}

/// The median and the slow ones.
pub(crate) fn times(times: Times) -> String {
    format!("{:.0} / {:.0}", times.p50_ms, times.p95_ms)
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
