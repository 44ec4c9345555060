import type { Doctor } from './doctor.ts';
import type { StoryName } from './stories.ts';

/** A breach made by hand: the requirement it is of, and the run it is made in. */
export interface Doctored {
  readonly id: string;
  readonly story: StoryName;
  readonly doctor: Doctor;
}

export const breach = (id: string, story: StoryName, doctor: Doctor): Doctored => ({ id, story, doctor });
