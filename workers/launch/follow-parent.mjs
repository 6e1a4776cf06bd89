/**
 * Preloaded into every process that the launcher starts: ends it when the launcher is gone, even
 * by kill -9. The launcher holds the other end of an IPC channel, which breaks then.
 */
const graceful = 15_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), graceful).unref();
});
// The channel alone must not keep a process alive that has nothing left to do.
process.channel?.unref();
