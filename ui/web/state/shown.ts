// What was changed is on the screen.

/** A page that nobody looks at draws no frames. */
const longestMs = 100;

/** Resolves once the next frame has been drawn, or would have been. */
export function shown(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, longestMs);
    requestAnimationFrame(() => {
      clearTimeout(late);
      // The frame is painted before the next task.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    });
  });
}
