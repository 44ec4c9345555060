// `network`: what the links between hosts are like.
import { z } from 'zod';
import type { Distribution } from '../../../sim/distribution.ts';
import { MAX_MTU, MIN_MTU } from '../../../sim/net/link-parameters.ts';
import { duration, list, mapping, named, queue, rate, share, size, word } from './kit.ts';
import { linkKey } from './names.ts';

const WHAT = 'a duration such as 20ms, or a distribution such as { uniform: [10ms, 30ms] }';

const positive = (what: string) =>
  z.number({ error: `expected ${what}: a number above 0` }).positive(`expected ${what}: a number above 0`);

const range = z.union(
  [
    z.tuple([duration(), duration()]),
    mapping('a uniform distribution', {
      min: duration().describe('The smallest value.'),
      max: duration().describe('The largest value.'),
    }),
  ],
  { error: 'expected two durations such as [10ms, 30ms]' },
);

const mean = z.union(
  [duration(), mapping('an exponential distribution', { mean: duration().describe('Its mean.') })],
  {
    error: 'expected a mean such as { mean: 20ms }',
  },
);

const row = z.tuple([share(), duration()], { error: 'expected a share and a duration such as [50%, 10ms]' });

const constant = duration().transform((value): Distribution => ({ kind: 'constant', value }));

const uniform = mapping('a distribution', {
  uniform: range.describe('Evenly distributed from the first duration to the second.'),
}).transform(({ uniform: read }, context): Distribution => {
  const [min, max] = Array.isArray(read) ? read : [read.min, read.max];
  if (min <= max) return { kind: 'uniform', min, max };
  context.issues.push({
    code: 'custom',
    message: 'expected the smaller duration first',
    path: ['uniform'],
    input: read,
  });
  return z.NEVER;
});

const normal = mapping('a distribution', {
  normal: mapping('a normal distribution', {
    mean: duration().describe('Its mean.'),
    sd: duration().describe('Its standard deviation.'),
  }).describe('Normally distributed; a negative value is drawn again.'),
}).transform(({ normal: read }): Distribution => ({ kind: 'normal', ...read }));

const exponential = mapping('a distribution', {
  exponential: mean.describe('Exponentially distributed with this mean: many short, few long.'),
}).transform(({ exponential: read }): Distribution => {
  return { kind: 'exponential', mean: typeof read === 'number' ? read : read.mean };
});

const pareto = mapping('a distribution', {
  pareto: mapping('a Pareto distribution', {
    min: duration().describe('The smallest value.'),
    shape: positive('a shape').describe('The smaller, the heavier the tail; up to 1 the mean is infinite.'),
  }).describe('Heavy-tailed: now and then a very long one.'),
}).transform(({ pareto: read }): Distribution => ({ kind: 'pareto', ...read }));

const table = mapping('a distribution', {
  table: list('rows such as [50%, 10ms]', row)
    .min(1, 'expected at least one row such as [50%, 10ms]')
    .describe('Values with their shares: `[[50%, 10ms], [50%, 40ms]]`.'),
}).transform(({ table: values }, context): Distribution => {
  if (values.some(([weight]) => weight > 0)) return { kind: 'table', values };
  context.issues.push({
    code: 'custom',
    message: 'expected a row with a share above 0',
    path: ['table'],
    input: values,
  });
  return z.NEVER;
});

/** A time that may be drawn, in µs. */
const distributionSchema = z
  .union([constant, uniform, normal, exponential, pareto, table], { error: `expected ${WHAT}` })
  .meta({ id: 'distribution', description: WHAT });

export const distribution = () => distributionSchema;

const gilbertElliott = mapping('a loss model', {
  'gilbert-elliott': mapping('the Gilbert-Elliott model', {
    good: duration().describe('Mean time for which the link is good.'),
    bad: duration().describe('Mean time for which it is bad.'),
    'loss-good': share().default(0).describe('Share lost while it is good.'),
    'loss-bad': share().default(1).describe('Share lost while it is bad.'),
  }).describe('Loss in bursts: the link turns from good to bad and back by virtual time.'),
}).transform(({ 'gilbert-elliott': read }) => ({
  model: 'gilbert-elliott' as const,
  goodUs: read.good,
  badUs: read.bad,
  lossGood: read['loss-good'],
  lossBad: read['loss-bad'],
}));

const sometimes = (what: string) =>
  z
    .union(
      [
        share(),
        mapping('a share with its delay', {
          share: share().describe('The share of packets.'),
          by: distribution().optional().describe('How much later.'),
        }),
      ],
      {
        error: `expected ${what}`,
      },
    )
    .transform((read) => (typeof read === 'number' ? { share: read } : read));

const mtu = () =>
  size().transform((bytes, context) => {
    if (bytes >= MIN_MTU && bytes <= MAX_MTU) return bytes;
    const message = `expected an MTU from ${MIN_MTU} to ${MAX_MTU} bytes`;
    context.issues.push({ code: 'custom', message, input: bytes });
    return z.NEVER;
  });

export const transport = () => word(['auto', 'udp', 'tcp']);

/** The parameters of a link; what is left out is as in `default`. */
export const linkShape = {
  transport: transport()
    .optional()
    .describe(
      'Which transport SIP takes here. `auto` (the default): UDP, and TCP for a request within 200 bytes of the MTU (RFC 3261 §18.1.1).',
    ),
  latency: distribution()
    .optional()
    .describe('Time from one end to the other: a duration or a distribution. Default 0.'),
  jitter: distribution()
    .optional()
    .describe(
      'Added to the latency of each packet; a plain duration stands for anything from 0 to it. Datagrams may overtake one another by it.',
    ),
  loss: z
    .union([share(), gilbertElliott], {
      error: 'expected a share such as 5%, or { gilbert-elliott: { good: 10s, bad: 200ms } }',
    })
    .optional()
    .describe('The share of packets that is lost, each by itself, or in bursts by `gilbert-elliott`.'),
  duplicate: sometimes('a share such as 1%, or { share: 1%, by: 5ms }')
    .optional()
    .describe('The share of datagrams that arrives twice, and how much later the copy comes (default 1ms).'),
  reorder: sometimes('a share such as 1%, or { share: 1%, by: 30ms }')
    .optional()
    .describe(
      'The share of packets that is held back, so that later ones overtake it, and for how long (default 10ms).',
    ),
  rate: rate()
    .optional()
    .describe('How fast packets are put on the line: `1Mbit/s`, `64kB/s`. Default: no limit.'),
  queue: queue()
    .optional()
    .describe(
      'How much may wait for the line, as `50 packets` or `64KiB`; what finds it full is dropped. Needs `rate`.',
    ),
  mtu: mtu()
    .optional()
    .describe(
      `The largest IP packet in bytes, ${MIN_MTU} to ${MAX_MTU}; larger datagrams are fragmented. Default 1500.`,
    ),
};

export const network = mapping('the network', {
  links: named('the links', mapping('a link', linkShape), linkKey)
    .optional()
    .describe(
      'Links by their ends: `default` for all, `a>b` for one direction, `a<>b` for both; `a` and `b` are hosts or groups. What a link leaves out is as in `default`.',
    ),
});
