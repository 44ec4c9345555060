// A scenario file: its top level.
import { z } from 'zod';
import { agents } from './agents.ts';
import { core } from './core.ts';
import { expect } from './expect.ts';
import { faults } from './faults.ts';
import { duration, integer, mapping, positiveDuration, prose, size, text, word } from './kit.ts';
import { topicName } from './names.ts';
import { network } from './network.ts';
import { timeline } from './timeline.ts';
import { timers } from './timers.ts';

const seed = z
  .union([z.string(), z.number()], { error: 'expected a seed: a text of 1 to 256 characters or a number' })
  .transform((input) => String(input))
  .refine((read) => read.length > 0 && read.length <= 256, 'expected a seed of 1 to 256 characters');

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

const epoch = z
  .string({ error: 'expected a date such as 2026-01-01T00:00:00Z' })
  .meta({ pattern: DATE.source })
  .refine(isDate, 'expected a date such as 2026-01-01T00:00:00Z');

function isDate(input: string): boolean {
  if (!DATE.test(input) || !Number.isFinite(Date.parse(input))) return false;
  // 30 February is 2 March to the engine, and a mistake to its author.
  const local = input.slice(0, 16);
  return new Date(`${local}Z`).toISOString().startsWith(local);
}

const limits = mapping('the limits', {
  events: integer(1, 1_000_000_000_000).optional().describe('The most events of a run. Default 10000000.'),
  time: positiveDuration().optional().describe('The longest virtual time. Default 24h.'),
});

export const scenarioFile = mapping('a scenario', {
  title: text('a title', 200).describe('One line: what happens.'),
  description: prose('a description', 65_536).optional().describe('What it shows, and what to look at.'),
  topic: topicName.optional().describe('The shelf it stands on in the list of scenarios.'),
  seed: seed
    .optional()
    .describe('Every draw of chance comes from it: a text of 1 to 256 characters. Default 1.'),
  epoch: epoch.optional().describe('The date on which the run begins. Default 2026-01-01T00:00:00Z.'),
  dialect: word(['rfc', 'change-request'])
    .optional()
    .describe('`change-request`: agents speak the document’s forms where they break an RFC. Default `rfc`.'),
  network: network.optional().describe('What the links are like.'),
  core: core.describe(
    'The SIP/IP Core: `{ kind: sip }`, then its host is called `core`; or a mapping of named hosts.',
  ),
  agents: agents.optional().describe('Push senders and push receivers by name.'),
  timeline: timeline
    .optional()
    .describe('Who does what and when, one act a line: `{ at: 1s, do: push, by: sender, to: … }`.'),
  faults: faults
    .optional()
    .describe('What goes wrong, one rule a line: `{ drop: 200 INVITE, from: bob, to: core, nth: 1 }`.'),
  expect: expect.optional().describe('What the run is held against.'),
  timers: timers
    .optional()
    .describe('Other values of the protocols’ timers: one by one, or a profile by its name, `3gpp`.'),
  limits: limits.optional().describe('When a run that never ends is cut off.'),
  'large-from': size()
    .optional()
    .describe(
      'Content of more octets than this is large: it goes over an MSRP session (PSA-EST-00). Default 1300.',
    ),
  until: duration().optional().describe('Goes on to this instant. Default: until nothing is left to do.'),
});

/** A scenario file as it was written, with its quantities read. */
export type ScenarioFile = z.output<typeof scenarioFile>;
