//! The tasks of the windows: invitations on their way, pages that are waited for, wishes that are
//! handed in. The desk owns them, and leaving ends them.

use std::time::Duration;

use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// For tasks to end by themselves when the program does; then they are cut off.
const ENDING: Duration = Duration::from_secs(5);

/// Tasks that end with their owner.
#[derive(Debug)]
pub(crate) struct Tasks {
    runtime: Handle,
    running: TaskTracker,
    ending: CancellationToken,
    cut_off: CancellationToken,
}

impl Tasks {
    /// They run on this runtime, wherever they are started from.
    pub(crate) fn new(runtime: Handle) -> Self {
        let [ending, cut_off] = std::array::from_fn(|_| CancellationToken::new());
        Self { runtime, running: TaskTracker::new(), ending, cut_off }
    }

    /// Starts a task; not any more while the others are being ended.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        // Counted before the look: an end that begins meanwhile waits for it.
        let _counted = self.running.token();
        if self.ending.is_cancelled() {
            return;
        }
        let cut_off = self.cut_off.clone();
        let task = async move { _ = cut_off.run_until_cancelled_owned(task).await };
        self.running.spawn_on(task, &self.runtime);
    }

    /// Starts a task that is worth nothing any more when the others are being ended.
    pub(crate) fn spawn_idle(&self, task: impl Future<Output = ()> + Send + 'static) {
        let ending = self.ending.clone();
        self.spawn(async move { _ = ending.run_until_cancelled_owned(task).await });
    }

    /// Ends them: idle ones at once, others have five seconds. None is left afterwards.
    pub(crate) async fn stop(&self) {
        self.ending.cancel();
        self.running.close();
        if tokio::time::timeout(ENDING, self.running.wait()).await.is_err() {
            tracing::warn!("a task did not end in time");
            self.cut_off.cancel();
            self.running.wait().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    /// Bug: the tasks had no owner, and the program's end did not wait for them.
    #[tokio::test(start_paused = true)]
    async fn tasks_end_by_themselves_or_are_cut_off_and_none_begins_afterwards() {
        let tasks = Tasks::new(Handle::current());
        let (told, hears) = oneshot::channel();
        tasks.spawn(async move {
            tokio::time::sleep(ENDING / 2).await;
            told.send(()).expect("somebody listens");
        });
        let (idle, cut) = (oneshot::channel::<()>(), oneshot::channel::<()>());
        tasks.spawn_idle(async move {
            std::future::pending::<()>().await;
            drop(idle.0);
        });
        tasks.spawn(async move {
            std::future::pending::<()>().await;
            drop(cut.0);
        });
        tasks.stop().await;
        hears.await.expect("it has ended by itself");
        // Their ends of the channels are gone: so are they.
        assert!(idle.1.await.is_err() && cut.1.await.is_err());
        let (late, nobody) = oneshot::channel::<()>();
        tasks.spawn(async move { drop(late) });
        assert!(nobody.await.is_err());
        assert!(tasks.running.is_empty());
    }
}
