import type { Doctored } from './breach.ts';
import { doctoredReliable } from './doctored-reliable.ts';
import { doctoredRows } from './doctored-rows.ts';
import { doctoredRules } from './doctored-rules.ts';

/** A breach of each requirement that has a monitor. */
export const doctored: readonly Doctored[] = [...doctoredRows, ...doctoredRules, ...doctoredReliable];
