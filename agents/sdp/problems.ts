// Rules that a description breaks, gathered one by one.

/** A rule that a description breaks; `media` counts `m=` lines from 0 and is absent where the session is at fault. */
export interface SdpProblem {
  readonly rule: string;
  readonly text: string;
  readonly media?: number;
}

/** Gathers the problems of one `m=` line, or of the session. */
export class Problems {
  readonly found: SdpProblem[] = [];
  readonly #media: number | undefined;

  constructor(media?: number) {
    this.#media = media;
  }

  when(broken: boolean, rule: string, text: string): void {
    if (broken) this.found.push({ rule, text, ...(this.#media !== undefined && { media: this.#media }) });
  }
}
