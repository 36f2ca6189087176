//! Uploads worked by hand: restic, S3 and WebDAV over a line of 200 kB/s and 40 ms. It is so slow that the
//! first window (14,480 bytes) takes longer than a round trip, so that slow start plays no part.

use super::draws::Draws;
use super::restic::Restic;
use super::s3::S3;
use super::webdav::WebDav;
use super::{Orders, Program, Uplink};
use crate::client::transport::Transport;
use crate::model::conditions::{Conditions, Effect, Limits, Night};
use crate::units::{
    Amount, Backoff, ClockTime, Clocks, Rate, Restart, Rivals, SimTime, Size, Span,
};

const KB_200: Rate = Rate::from_bits_per_s(1_600_000);

fn millis(ms: i64) -> SimTime {
    SimTime::from_micros(ms * 1_000)
}

fn orders(items: &[u64], rounds: u32, starting: i64) -> Orders {
    Orders {
        program: 0,
        items: items.iter().copied().map(Size::from_bytes).collect(),
        transfers: 1,
        starting: Span::from_micros(starting * 1_000),
        serving: Span::ZERO,
        rounds,
        nap: Span::from_micros(50_000),
        pause: Span::ZERO,
        longest_run: None,
    }
}

fn restic(items: &[u64]) -> (Box<dyn Program>, u64) {
    let backoff = Backoff {
        first: Span::from_micros(500_000),
        thousandths: 1_500,
        ceiling: Some(Span::from_secs(60)),
    };
    let pack = Size::from_bytes(16 << 20);
    (Box::new(Restic::new(orders(items, 10, 1_000), pack, 1, backoff)), items.iter().sum())
}

fn s3(items: &[u64], parts_at_once: u16) -> (Box<dyn Program>, u64) {
    let part = Size::from_bytes(5 << 20);
    let program = S3::new(orders(items, 3, 200), part, parts_at_once, Draws::even());
    (Box::new(program), items.iter().sum())
}

/// What happens at a moment.
enum Event {
    Link(Option<Effect>),
    Stop,
    Start,
    /// 1 MB more.
    Grow,
}

struct Run {
    /// Seconds, when the end was noticed.
    end: Option<f64>,
    /// Bytes.
    resent: u64,
    /// What a stop took back, in bytes.
    lost: u64,
    /// What was stored and under way when it was looked at last.
    sent: Amount,
}

fn run(program: (Box<dyn Program>, u64), cap: Rate, events: &[(i64, Event)], most: i64) -> Run {
    run_until(program, None, cap, events, most)
}

fn run_until(
    (program, total): (Box<dyn Program>, u64),
    timeout: Option<Span>,
    cap: Rate,
    events: &[(i64, Event)],
    most: i64,
) -> Run {
    let line = Transport::new(Span::from_micros(40_000), Span::ZERO, None, None);
    let restart = Some(Restart { every: Span::from_secs(5), at_most: None });
    let (total, none) =
        ((Size::from_bytes(total).amount(), Size::from_bytes(1_000_000)), Rivals(Vec::new()));
    let mut up = Uplink::new(line, program, restart, timeout, Clocks::default(), total, &none);
    let length = Span::from_secs(3_600);
    let (base, start) = (SimTime::ZERO, ClockTime::MIDNIGHT);
    up.begin(&Night { number: 1, base, start, length, fresh: true });
    let facts = Conditions { capacity: KB_200, ..Conditions::default() };
    let mut limits = Limits::new(Default::default());
    limits.cap = cap;
    up.follow(&facts, &limits);
    up.start();
    let (mut now, mut lost) = (SimTime::ZERO, Amount::ZERO);
    let mut events = events.iter().peekable();
    while now < millis(most) && (!up.is_done() || events.peek().is_some()) {
        let next = events.peek().map_or(millis(most), |(at, _)| millis(*at));
        up.rates();
        now = up.next_event(next);
        up.advance(now);
        while let Some((_, event)) = events.next_if(|(at, _)| millis(*at) <= now) {
            match event {
                Event::Link(effect) => limits.path = *effect,
                Event::Stop => lost += up.stop(),
                Event::Start => up.start(),
                Event::Grow => up.grow(),
            }
            up.follow(&facts, &limits);
        }
    }
    Run {
        end: up.is_done().then(|| now.as_secs()),
        resent: up.resent().floor().bytes(),
        lost: lost.floor().bytes(),
        sent: up.sent(),
    }
}

const CUT: Event = Event::Link(Some(Effect::Cut));
const BACK: Event = Event::Link(None);

#[test]
fn restic_sends_the_pack_then_the_trees_then_the_index() {
    // Connection 0.04, the look 0.04, the start 1, opening 8 x 0.04: 1.40. A pack of 3 MB:
    // connection 0.04, body 15, answer 0.04: 16.48. Trees of 4,500 + 3 x 85 = 4,755 bytes: 0.023775
    // and 0.04: 16.543775. After 0.03 the index, as large: 16.59755; 3 round trips: 16.71755, noticed
    // at 16.8. Sent besides the payload: 2 x 4,755 bytes.
    let run = run(restic(&[1_000_000; 3]), Rate::UNLIMITED, &[], 60_000);
    assert_eq!((run.end, run.resent), (Some(16.8), 9_510));
}

#[test]
fn a_cut_costs_restic_the_pack_and_the_waits_that_go_without_a_seed_gives() {
    // The pack began at 1.44; at 5 s 3.56 s x 200 kB/s = 712,000 bytes are lost. The link is down, so
    // nothing is removed. First wait 0.5 x (0.5 + 0.604660) = 0.552330, and still no link; second
    // 0.75 x (0.5 + 0.940509) = 1.080382: at 6.632712 a connection, body 15 s, answer: 21.712712.
    // Trees 0.063775, 0.03, a new connection for the index 0.04, 0.023775, 0.12: 21.990262, noticed
    // at 22.0.
    let run = run(restic(&[1_000_000; 3]), Rate::UNLIMITED, &[(5_000, CUT), (6_200, BACK)], 60_000);
    assert_eq!((run.end, run.resent), (Some(22.0), 712_000 + 9_510));
}

#[test]
fn a_killed_restic_without_an_index_keeps_nothing() {
    // Three packs of 16 MiB + 0.65 MB (files of 2 MB); one takes 87.1 s: at 100 s the first is
    // stored and the second under way. The stop takes both back: what was sent since 1.44 s but for
    // the 0.04 s of one answer: 98.52 s x 200 kB/s.
    let events = [(100_000, Event::Stop), (101_000, Event::Start)];
    let run = run(restic(&[2_000_000; 20]), Rate::UNLIMITED, &events, 101_500);
    assert_eq!((run.end, run.sent), (None, Amount::ZERO));
    assert_eq!(run.lost, 19_704_000);
}

#[test]
fn a_killed_restic_keeps_what_an_index_of_ten_minutes_names() {
    // The index begins with the first pack, at 88.6 s, and is saved with the first one that is stored
    // 600 s later: packs take 87.2 s, so the eighth, at 698.8 s, is the first after 688.6 s. At 720 s
    // the process is killed; the next one has these eight: 8 x 17,424,473 = 139.4 MB, and sends the
    // rest: 60.6 MB, four packs, 303.2 s after a start of 1.44 s.
    let events = [(720_000, Event::Stop), (721_000, Event::Start)];
    let run = run(restic(&[2_000_000; 100]), Rate::UNLIMITED, &events, 1_100_000);
    let end = run.end.unwrap_or_default();
    assert!((1_025.0..1_027.0).contains(&end), "{end}");
    // Lost: what went from 698.9 to 720 s.
    assert!((4_150_000..4_250_000).contains(&run.lost), "{}", run.lost);
}

#[test]
fn restic_ends_at_once_on_a_dead_link_and_waits_for_its_supervisor() {
    // It ends at 0, which is noticed at 0.02; restarts follow the look after 5.02 s: 5.1; that one
    // finds the link and needs 16.71755 s: 21.81755, noticed at 21.9.
    let events = [(0, CUT), (3_000, BACK)];
    let run = run(restic(&[1_000_000; 3]), Rate::UNLIMITED, &events, 60_000);
    assert_eq!((run.end, run.resent), (Some(21.9), 9_510));
}

#[test]
fn where_the_server_keeps_the_dead_session_the_next_attempt_is_removed() {
    // As above, the second attempt runs from 6.672712 to 21.712712. At 5 + 15 = 20 s the server
    // finds the dead session and removes the file: at 21.712712 the pack is refused. Removing takes
    // 0.04; the third wait is 1.125 x (0.5 + 0.664560) = 1.310130: at 23.062842 the pack goes again
    // over the same connection: 15 s and 0.04: 38.102842; then 0.063775, 0.03, 0.04, 0.023775, 0.12:
    // 38.380392, noticed at 38.4. Lost: 712,000 and 3,000,000 bytes.
    let stale = Event::Link(Some(Effect::Stale));
    let events = [(5_000, stale), (6_200, BACK)];
    let run = run(restic(&[1_000_000; 3]), Rate::UNLIMITED, &events, 60_000);
    assert_eq!((run.end, run.resent), (Some(38.4), 712_000 + 3_000_000 + 9_510));
}

#[test]
fn s3_sends_a_small_file_whole_and_a_large_one_in_parts() {
    // A request without a body is 1,100 bytes, 0.0055 s, and 0.04 s: 0.0455. Start 0.2, connection
    // 0.04, list: 0.2855. 1 MB: hash 0.008, body 5.0055, answer 0.04, look 0.0455: 5.3845. 6 MB: hash
    // 0.048, begin 0.0455: 5.478. Part of 5,242,880: hash 0.041943, go-on 0.04, body 26.2199, answer
    // 0.04: 31.819843. Part of 757,120: hash 0.006056, body 3.7911, answer: 35.656999. Join 0.0455 +
    // 0.09, look 0.0455: 35.837999, noticed at 35.9. Eight requests: 8 x 1,100 bytes.
    let run = run(s3(&[1_000_000, 6_000_000], 1), Rate::UNLIMITED, &[], 60_000);
    assert_eq!((run.end, run.resent), (Some(35.9), 8_800));
}

#[test]
fn a_cut_costs_s3_the_part_and_the_waits_of_its_sdk() {
    // The part began at 5.559943; at 10 s 888,011 bytes are lost. Pause 0.01, no route; SDK waits of
    // 0.03 x 1.118034, 0.06 x 1.736068, 0.12 x 1.354102 and 0.24 x 1.972136 s: at 10.310 still no
    // route, at 10.783510 a connection 0.04, go-on 0.04, then the part: 5.303567 s later than
    // without the cut: 41.141566, noticed at 41.2.
    let events = [(10_000, CUT), (10_500, BACK)];
    let run = run(s3(&[1_000_000, 6_000_000], 1), Rate::UNLIMITED, &events, 60_000);
    assert_eq!((run.end, run.resent), (Some(41.2), 888_011 + 8_800));
}

#[test]
fn a_cap_is_on_the_reading_of_parts_not_on_the_line() {
    // Cap 100 kB/s. List and begin as above: 0.3335 + 0.0455 = 0.379. Part 1 is read in 52.4288 s:
    // 52.8078; go-on 0.04; alone it would take 26.2199 s at 200 kB/s: 79.0677. Part 2 is read in
    // 7.5712 s: 60.379; a new connection 0.04; 758,220 bytes at half the line: 7.5822 s, which
    // delays part 1 by 3.7911: 82.8588, answer 0.04, join 0.1355, look 0.0455: 83.0798, noticed at
    // 83.1.
    let cap = Rate::from_bits_per_s(800_000);
    let run = run(s3(&[6_000_000], 2), cap, &[], 120_000);
    assert_eq!(run.end, Some(83.1));
}

#[test]
fn a_killed_s3_keeps_whole_files_and_loses_parts() {
    // At 10 s the file of 1 MB is stored; 888,011 bytes have left for the part, 1,100 of them its head.
    let events = [(10_000, Event::Stop)];
    let run = run(s3(&[1_000_000, 6_000_000], 1), Rate::UNLIMITED, &events, 12_000);
    assert_eq!((run.sent, run.lost), (Size::from_bytes(1_000_000).amount(), 886_911));
}

#[test]
fn what_grows_after_the_end_is_all_that_the_next_process_sends() {
    // S3 is started again at 20 s with another MB: start 0.2, connection 0.04, list 0.0455, one
    // finished file to check 0.04, then hash, body and look, 0.008 + 5.0455 + 0.0455: 25.4245.
    let events = || [(20_000, Event::Grow), (20_000, Event::Start)];
    let one = run(s3(&[1_000_000], 1), Rate::UNLIMITED, &events(), 60_000);
    // List, body and look, twice.
    assert_eq!((one.end, one.resent), (Some(25.5), 6 * 1_100));
    let two = run(restic(&[1_000_000]), Rate::UNLIMITED, &events(), 60_000);
    // restic: 1.40 and 0.04, body 5, answer 0.04: 26.48; trees of two items, 4,670 bytes, 0.06335;
    // 0.03; the index of one, 4,585 bytes, 0.142925: 26.716275. Before: trees and index of one.
    assert_eq!(two.resent, 4_585 + 4_585 + 4_670 + 4_585);
    assert_eq!(two.end, Some(26.8));
}

#[test]
fn webdav_asks_until_what_it_gave_up_no_longer_locks_the_file() {
    // Start 0.2, connection 0.04, listing 0.04: the body of 1,000,700 bytes goes at 0.28 over the same
    // connection. In the hole from 2 s on it has sent 344,000; after a second it is given up, and 160,000
    // stay in its socket. A nap of 0.05: at 3.05 the deletion dials; its second request at 4.066 finds
    // the hole gone (3.9): 4.106. The file is locked: refused at 4.146. The pauses between two tokens
    // double from 0.04 to 2 s, so it asks again at 4.146, 4.186, 4.266, 4.426, 4.746, 5.386, 6.666.
    // The socket wakes at 2 + 0.08 + 0.244 + 0.5 + 0.984 + 1.952 = 5.76 s (time-outs from 0.242 s on, late
    // by 2 and 3 x 16 ms), sends 1, 2, 4 segments in 0.12 s and the other 149,864 bytes at
    // 200 kB/s: 6.63. So the eighth request, answered at 6.706, removes the file. The next token comes
    // at 8.666; body 5.0035, answer 0.04, connection 0.04, look 0.04: 13.7895, noticed at 13.8.
    let hole = Event::Link(Some(Effect::Hole));
    let program = Box::new(WebDav::new(orders(&[1_000_000], 3, 200)));
    let timeout = Some(Span::from_secs(1));
    let events = [(2_000, hole), (3_900, BACK)];
    let run = run_until((program, 1_000_000), timeout, Rate::UNLIMITED, &events, 60_000);
    assert_eq!((run.end, run.resent), (Some(13.8), 344_000 + 160_000 + 700));
}

#[test]
fn two_lanes_share_their_connections() {
    // Files of 2,000 bytes: a body of 2,700 takes 0.0135 s. Start 0.24, connection 0.04, listing 0.04: 0.32.
    // Lane 0 sends over the listing's connection: answered at 0.3735. Lane 1 has its token 10 ms later
    // and dials: up at 0.37. Lane 0 looks: dials at 0.3735, up at 0.4135, answer 0.4535. Lane 1 is answered
    // at 0.37 + 0.0135 + 0.04 = 0.4235 and dials for its look, up at 0.4635; but at 0.4535 lane 0 is done
    // and gives its connection back: the look is answered at 0.4935, noticed at 0.5. With its own dial it
    // would be 0.5035, noticed at 0.6.
    let program = Box::new(WebDav::new(Orders { transfers: 2, ..orders(&[2_000; 2], 3, 240) }));
    let run = run((program, 4_000), Rate::UNLIMITED, &[], 60_000);
    assert_eq!((run.end, run.resent), (Some(0.5), 1_400));
}
