//! Many questions that do not depend on each other, on some threads: a count and the work for each
//! number flow in, the answers in order flow out, the same for any number of threads. Somebody who
//! waits is told how many are done.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, scope};

/// Told how many of how many are done; from any thread, in any order.
pub type Told<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// The answers to the numbers from 0 to `count`.
pub(super) fn each<T: Send>(
    count: usize,
    threads: usize,
    told: Told<'_>,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let some = || {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return found;
            }
            found.push((number, work(number)));
            told(done.fetch_add(1, Ordering::Relaxed) + 1, count);
        }
    };
    let mut answers: Vec<Option<T>> = (0..count).map(|_| None).collect();
    let mut put = |found: Vec<(usize, T)>| {
        for (number, answer) in found {
            if let Some(slot) = answers.get_mut(number) {
                *slot = Some(answer);
            }
        }
    };
    scope(|threads_of| {
        let more = (1..threads.min(count).max(1)).map(|_| {
            // Without another thread this one does the work.
            Builder::new().spawn_scoped(threads_of, some).ok()
        });
        let more: Vec<_> = more.flatten().collect();
        put(some());
        more.into_iter().filter_map(|thread| thread.join().ok()).for_each(&mut put);
    });
    let all = answers.into_iter().enumerate();
    all.map(|(number, answer)| answer.unwrap_or_else(|| work(number))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_in_order_for_any_number_of_threads_and_all_are_told() {
        for threads in [0, 1, 2, 8, 100] {
            let most = AtomicUsize::new(0);
            let told = |done: usize, of: usize| {
                assert_eq!(of, 37);
                most.fetch_max(done, Ordering::Relaxed);
            };
            let squares = each(37, threads, &told, |n| n * n);
            assert_eq!(squares, (0..37).map(|n| n * n).collect::<Vec<_>>());
            assert_eq!(most.into_inner(), 37);
        }
        assert_eq!(each(0, 4, &|_, _| (), |n| n), Vec::<usize>::new());
    }
}
