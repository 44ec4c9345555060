// The change request, 6.5.1.1: how a receiver meets an invitation. A scenario says it, and an agent lives by it.

/** Plain data: it stands in the first record of a trace. */
export interface ReceiverPolicy {
  /**
   * `busy` 486, `unavailable` 480, `decline` 603, `out-of-resources` 503, `moved` 302 with `movedTo`; `silent`: never answers; `manual`: its
   * user answers.
   */
  readonly answer:
    | 'accept'
    | 'busy'
    | 'unavailable'
    | 'decline'
    | 'out-of-resources'
    | 'moved'
    | 'silent'
    | 'manual';
  /** Where `moved` sends the caller: a URI (RFC 3261 §21.3.3). */
  readonly movedTo?: string;
  /** How long its user takes to decide, in µs. */
  readonly thinkUs: number;
  /** A 180 goes out at once. */
  readonly ring: boolean;
  /** And again after so long, in µs (RFC 3261 §13.3.1.1). */
  readonly ringAgainUs?: number;
  /** Its answer to the offer stands in the 180, where that is reliable (RFC 3262 §5). */
  readonly answersEarly?: boolean;
  /** The media types that it takes: `*`, `image/*`, `image/jpeg`. */
  readonly acceptTypes: readonly string[];
  /** Its `a=max-size`, in octets. */
  readonly maxSizeBytes?: number;
  /** Which offered files it takes: a file is taken when its name matches one of `accept` and none of `decline` (`*` any characters, `?` one). */
  readonly files: { readonly accept: readonly string[]; readonly decline: readonly string[] };
  /** Success REPORTs: one at the end, or one a chunk (RFC 4975 §7.1.3). */
  readonly reports: 'end' | 'incremental';
  /** What it does with a file that it has already, by its hash. */
  readonly knownFiles: 'accept' | 'decline';
  /** `require` and `explicit` on the Accept-Contact of its 200, which the change request alone knows (6.5.1.1 step c). */
  readonly flags?: readonly ('require' | 'explicit')[];
}

/** The status of each way to say no (PRA-INV-02). 603 ends the search for other devices too. */
export const refusals = { busy: 486, unavailable: 480, decline: 603, 'out-of-resources': 503 } as const;

export function isRefusal(answer: ReceiverPolicy['answer']): answer is keyof typeof refusals {
  return answer in refusals;
}
