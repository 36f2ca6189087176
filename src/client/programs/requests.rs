//! The requests of a program that speaks S3, and the connections that it keeps for them. Requests
//! flow in, what a connection tells of them flows in; how each ended flows out.
//!
//! A request: connection (a kept one, else a new one) → where the body is large, a round trip until
//! the server says "go on" → body → answer. What goes wrong is tried again twofold: by the SDK, after
//! waits that double, and around it by rclone, which takes up to 10 tries, each with a fresh count of
//! the SDK. A body that cannot be read again is tried by neither.

use super::draws::{Draws, ONE};
use crate::client::transport::{FlowId, Owner, Stage, Transport, Trouble};
use crate::units::{Amount, Size, Span};

/// Bytes of a request besides its body, as payload; assumed.
const HEAD: Size = Size::from_bytes(1_100);
/// A body from this size on waits for the server's "100 Continue" (aws-sdk-go).
const ASKS_FIRST: Size = Size::from_bytes(2_097_152);
/// The SDK's first wait is 30 to 60 ms, each later one twice as long (aws-sdk-go, DefaultRetryer).
const FIRST_WAIT: Span = Span::from_micros(30_000);
/// How often the SDK tries again (rclone 1.60 sets it).
const REPEATS: u32 = 10;
/// Tries of rclone (--low-level-retries).
pub const TRIES: u32 = 10;
/// rclone's pauses between tries: 10 ms, doubling, up to 2 s (lib/pacer).
pub const LEAST_PAUSE: Span = Span::from_micros(10_000);
const MOST_PAUSE: Span = Span::from_secs(2);

/// The pause after a pause.
pub fn longer(pause: Span) -> Span {
    pause.times(2).min(MOST_PAUSE)
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What is stored.
    List,
    /// To store a whole file.
    Put,
    /// What is stored of one file.
    Head,
    /// To begin a file in parts.
    Create,
    /// To store a part; `late`: not one of the first that go at once, which rclone tries again
    /// whatever went wrong.
    Part {
        /// See above.
        late: bool,
    },
    /// To join the parts.
    Complete,
}

/// A request to be made.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// For which lane.
    pub lane: u16,
    /// What for.
    pub what: What,
    /// Its body.
    pub body: Amount,
    /// How long the server takes besides a round trip.
    pub serving: Span,
}

/// How a request ended.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The request.
    pub ask: Ask,
    /// What went wrong for good.
    pub trouble: Option<Trouble>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Doing {
    Connecting,
    Asking,
    Body,
    Answer,
    Resting,
    /// It was called off while it rested.
    Cancelled,
}

#[derive(Clone, Debug)]
struct Request {
    ask: Ask,
    doing: Doing,
    flow: Option<FlowId>,
    repeats: u32,
    tries: u32,
    pause: Span,
}

/// All requests of a process.
#[derive(Debug)]
pub struct Requests {
    program: u8,
    /// The timer step that leads back to a request.
    step: u8,
    /// By number, which is the lane of its connection.
    places: Vec<Option<Request>>,
    kept: Vec<FlowId>,
}

impl Requests {
    /// None.
    pub const fn new(program: u8, step: u8) -> Self {
        Requests { program, step, places: Vec::new(), kept: Vec::new() }
    }

    /// Makes a request.
    pub fn make(&mut self, line: &mut Transport, ask: Ask) {
        let free = self.places.iter().position(Option::is_none);
        let place = free.unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() - 1
        });
        let doing = Doing::Connecting;
        let request = Request { ask, doing, flow: None, repeats: 0, tries: 0, pause: LEAST_PAUSE };
        if let Some(entry) = self.places.get_mut(place) {
            *entry = Some(request);
        }
        self.begin(line, place);
    }

    fn owner(&self, place: usize) -> Owner {
        Owner { program: self.program, lane: u16::try_from(place).unwrap_or(u16::MAX) }
    }

    fn request(&mut self, place: usize) -> Option<&mut Request> {
        self.places.get_mut(place).and_then(Option::as_mut)
    }

    /// A kept connection that still lives.
    fn take_kept(&mut self, line: &mut Transport) -> Option<FlowId> {
        while let Some(flow) = self.kept.pop() {
            if line.flow(flow).is_some_and(|f| f.open) {
                return Some(flow);
            }
            line.close(flow);
        }
        None
    }

    fn begin(&mut self, line: &mut Transport, place: usize) {
        let owner = self.owner(place);
        let kept = self.take_kept(line);
        let flow = kept.unwrap_or_else(|| line.open(owner));
        let Some(request) = self.request(place) else { return };
        (request.flow, request.doing) = (Some(flow), Doing::Connecting);
        if let Some(flow) = line.flow_mut(flow) {
            (flow.owner, flow.limited) = (owner, false);
        }
        match kept {
            Some(_) => self.connected(line, place, flow),
            None => line.connect(flow),
        }
    }

    fn connected(&mut self, line: &mut Transport, place: usize, flow: FlowId) {
        let Some(request) = self.request(place) else { return };
        // Only a whole file is read while it is sent; a part lies in memory and goes at full speed.
        if let Some(flow) = line.flow_mut(flow) {
            flow.limited = request.ask.what == What::Put;
        }
        if request.ask.body < ASKS_FIRST.amount() {
            return self.body(line, place, flow);
        }
        request.doing = Doing::Asking;
        let wait = line.round_trip();
        line.wait(flow, wait);
    }

    fn body(&mut self, line: &mut Transport, place: usize, flow: FlowId) {
        let Some(request) = self.request(place) else { return };
        request.doing = Doing::Body;
        line.send(flow, request.ask.body + HEAD.amount());
    }

    /// A stage of a request's connection is over.
    pub fn over(
        &mut self,
        line: &mut Transport,
        lane: u16,
        flow: FlowId,
        trouble: Option<Trouble>,
        draws: &mut Draws,
    ) -> Option<Outcome> {
        let place = usize::from(lane);
        let request = self.request(place).filter(|r| r.flow == Some(flow))?;
        if let Some(trouble) = trouble {
            return self.failed(line, place, trouble, draws);
        }
        match request.doing {
            Doing::Connecting => self.connected(line, place, flow),
            Doing::Asking => self.body(line, place, flow),
            Doing::Body => {
                request.doing = Doing::Answer;
                let wait = line.round_trip().plus(request.ask.serving);
                line.wait(flow, wait);
            }
            Doing::Answer => {
                let ask = request.ask;
                self.kept.push(flow);
                self.remove(place);
                return Some(Outcome { ask, trouble: None });
            }
            Doing::Resting | Doing::Cancelled => {}
        }
        None
    }

    fn failed(
        &mut self,
        line: &mut Transport,
        place: usize,
        trouble: Trouble,
        draws: &mut Draws,
    ) -> Option<Outcome> {
        let request = self.request(place)?;
        if let Some(flow) = request.flow.take() {
            line.close(flow);
        }
        let mut wait = None;
        if request.ask.what != What::Put {
            // A connection that was killed while it was used is not the SDK's business.
            if trouble != Trouble::Aborted && request.repeats < REPEATS {
                let first = FIRST_WAIT.micros() as u64;
                let micros = (first * (ONE + draws.draw()) / ONE) << request.repeats;
                wait = Some(Span::from_micros(i64::try_from(micros).unwrap_or(i64::MAX)));
                request.repeats += 1;
            } else {
                request.tries += 1;
                let again = trouble.is_passing() || request.ask.what == What::Part { late: true };
                if again && request.tries < TRIES {
                    wait = Some(request.pause);
                    (request.repeats, request.pause) = (0, longer(request.pause));
                }
            }
        }
        if let Some(wait) = wait {
            request.doing = Doing::Resting;
            line.after(wait, self.owner(place), self.step);
            return None;
        }
        let ask = request.ask;
        self.remove(place);
        Some(Outcome { ask, trouble: Some(trouble) })
    }

    /// The rest of a request is over.
    pub fn timer(&mut self, line: &mut Transport, lane: u16) {
        let place = usize::from(lane);
        match self.request(place).map(|r| r.doing) {
            Some(Doing::Resting) => self.begin(line, place),
            Some(Doing::Cancelled) => self.remove(place),
            _ => {}
        }
    }

    fn remove(&mut self, place: usize) {
        if let Some(entry) = self.places.get_mut(place) {
            *entry = None;
        }
    }

    /// Calls off the requests of a lane.
    pub fn cancel(&mut self, line: &mut Transport, lane: u16) {
        for entry in &mut self.places {
            let Some(request) = entry.as_mut().filter(|r| r.ask.lane == lane) else { continue };
            if let Some(flow) = request.flow.take() {
                line.close(flow);
            }
            // Its number stays taken until its timer has come.
            match request.doing {
                Doing::Resting | Doing::Cancelled => request.doing = Doing::Cancelled,
                _ => *entry = None,
            }
        }
    }

    /// The process is gone: what its sockets hold still goes out, with the item of a lane that sends
    /// a whole file as the note. Returns the items of which all has left.
    pub fn leave(&mut self, line: &mut Transport, item: impl Fn(u16) -> Option<u32>) -> Vec<u32> {
        let mut through = Vec::new();
        for request in std::mem::take(&mut self.places).into_iter().flatten() {
            let Some(flow) = request.flow else { continue };
            let whole = item(request.ask.lane).filter(|_| request.ask.what == What::Put);
            if request.doing == Doing::Answer && line.flow(flow).is_some_and(|f| !f.is_held()) {
                through.extend(whole);
            }
            // What was never sent is lost either way.
            let _ = line.orphan(flow, whole.unwrap_or(u32::MAX));
        }
        for flow in self.kept.drain(..) {
            line.close(flow);
        }
        through
    }

    /// What has been sent of the bodies under way.
    pub fn flying(&self, line: &Transport) -> Amount {
        self.places.iter().flatten().fold(Amount::ZERO, |sum, request| {
            let body = request.ask.body;
            match request.doing {
                Doing::Body => {
                    let flow = request.flow.and_then(|f| line.flow(f));
                    let left = flow.filter(|f| f.stage == Stage::Sending).map(|f| f.left);
                    sum + left.map_or(Amount::ZERO, |left| (body - left).max(Amount::ZERO))
                }
                Doing::Answer => sum + body,
                _ => sum,
            }
        })
    }
}
