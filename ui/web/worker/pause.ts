// The worker pauses while the page draws what it was told: there may be no more than two cores, and drawing has need of both.

/** A page that says no more is waited for no longer. */
const longestMs = 500;

export interface Pause {
  begin(): void;
  end(): void;
  /** Resolves at once where there is none. */
  over(): Promise<void>;
}

export function createPause(): Pause {
  let isOver: Promise<void> | undefined;
  let end = (): void => undefined;
  return {
    begin() {
      end();
      isOver = new Promise((resolve) => {
        const late = setTimeout(() => end(), longestMs);
        end = () => {
          clearTimeout(late);
          isOver = undefined;
          resolve();
        };
      });
    },
    end: () => end(),
    over: async () => isOver,
  };
}
