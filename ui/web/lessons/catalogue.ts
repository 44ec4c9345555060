// The lessons, in the order in which one may take them.
import type { Lesson } from './lesson.ts';
import { acceptContact } from './texts/accept-contact.ts';
import { cancel } from './texts/cancel.ts';
import { chunksAndReports } from './texts/chunks-and-reports.ts';
import { handshake } from './texts/handshake.ts';
import { offerAndAnswer } from './texts/offer-and-answer.ts';
import { registration } from './texts/registration.ts';
import { retransmission } from './texts/retransmission.ts';
import { sessionTimers } from './texts/session-timers.ts';

export const lessons: readonly Lesson[] = [
  registration,
  handshake,
  retransmission,
  offerAndAnswer,
  chunksAndReports,
  acceptContact,
  cancel,
  sessionTimers,
];
