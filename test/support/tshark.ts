import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { install, installing } from './install.ts';

/** One expert item of Wireshark's: `Error`, `Warning`, `Note`, `Chat`. */
export interface Expert {
  readonly frame: number;
  readonly severity: string;
  readonly text: string;
}

/** What Wireshark's own dissectors make of a capture. */
export interface Dissection {
  readonly frames: number;
  /** SIP messages: the request and status lines found, in the order in which they are. */
  readonly sip: readonly string[];
  /** MSRP messages, likewise. */
  readonly msrp: readonly string[];
  /** Frames that a dissector stumbled on. */
  readonly malformed: number;
  /** Frames with a wrong IP, UDP or TCP checksum. */
  readonly badChecksums: number;
  readonly experts: readonly Expert[];
  /** What TCP analysis flagged: notes and warnings beginning with `TCP` or speaking of segments, by frame. */
  readonly tcpFlags: readonly Expert[];
  readonly comments: readonly { readonly frame: number; readonly text: string }[];
}

const FIELDS = [
  'frame.number',
  'sip.Request-Line',
  'sip.Status-Line',
  'msrp.request.line',
  'msrp.response.line',
  '_ws.malformed',
  '_ws.expert.severity',
  '_ws.expert.message',
  'ip.checksum.status',
  'udp.checksum.status',
  'tcp.checksum.status',
  'frame.comment',
  'tcp.analysis.flags',
] as const;

const CHECKSUMS = ['ip', 'udp', 'tcp'].flatMap((protocol) => ['-o', `${protocol}.check_checksum:TRUE`]);
/** Of Wireshark's `PI_` values. */
const SEVERITIES: Readonly<Record<string, string>> = {
  '1048576': 'Comment',
  '2097152': 'Chat',
  '4194304': 'Note',
  '6291456': 'Warning',
  '8388608': 'Error',
};
/** A checksum that is bad; good is 1, unverified 2. */
const BAD = '0';
const SEPARATOR = '\u001f';

let found: string | undefined;

/** Reads a capture with tshark, which is installed when missing on Debian as root. */
export function dissect(pcapng: Uint8Array): Dissection {
  return parse(run(pcapng, fieldArguments()));
}

/** The frames as tshark sums them up, one a line, with the time of day (UTC) and, if asked for, names instead of addresses. */
export function summarize(pcapng: Uint8Array, withNames = false): string {
  return run(pcapng, ['-t', 'ud', ...(withNames ? ['-N', 'n'] : ['-n'])]);
}

function fieldArguments(): string[] {
  const separators = ['-E', 'separator=/t', '-E', `aggregator=${SEPARATOR}`, '-E', 'occurrence=a'];
  return [...CHECKSUMS, '-T', 'fields', ...separators, ...FIELDS.flatMap((field) => ['-e', field])];
}

function run(pcapng: Uint8Array, options: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'siplab-'));
  const file = join(folder, 'capture.pcapng');
  try {
    writeFileSync(file, pcapng);
    return execFileSync(tshark(), ['-r', file, ...options], {
      encoding: 'utf8',
      maxBuffer: 1 << 29,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function parse(output: string): Dissection {
  const rows = output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').map((cell) => (cell === '' ? [] : cell.split(SEPARATOR))));
  const all = (...fields: (typeof FIELDS)[number][]) =>
    rows.flatMap((row) => fields.flatMap((field) => row[FIELDS.indexOf(field)] ?? []));
  const experts = rows.flatMap((row) => expertsOf(row));
  return {
    frames: rows.length,
    sip: all('sip.Request-Line', 'sip.Status-Line'),
    msrp: all('msrp.request.line', 'msrp.response.line'),
    malformed: all('_ws.malformed').length,
    badChecksums: all('ip.checksum.status', 'udp.checksum.status', 'tcp.checksum.status').filter(
      (status) => status === BAD,
    ).length,
    experts,
    tcpFlags: experts.filter(({ frame, severity }) => severity !== 'Chat' && isFlagged(rows[frame - 1])),
    comments: rows.flatMap((row) =>
      (row[FIELDS.indexOf('frame.comment')] ?? []).map((text) => ({ frame: Number(row[0]?.[0]), text })),
    ),
  };
}

function isFlagged(row: readonly string[][] | undefined): boolean {
  return (row?.[FIELDS.indexOf('tcp.analysis.flags')] ?? []).length > 0;
}

function expertsOf(row: readonly string[][]): Expert[] {
  const texts = row[FIELDS.indexOf('_ws.expert.message')] ?? [];
  const severities = row[FIELDS.indexOf('_ws.expert.severity')] ?? [];
  return texts.map((text, index) => ({
    frame: Number(row[0]?.[0]),
    severity: SEVERITIES[severities[index] ?? ''] ?? severities[index] ?? '',
    text,
  }));
}

/** The path of tshark. On Debian as root it is installed when missing; elsewhere this throws with the one command to run. */
export function tshark(): string {
  found ??= lookUp() ?? installed();
  return found;
}

function lookUp(): string | undefined {
  const candidates = [
    process.env.TSHARK,
    'tshark',
    '/usr/bin/tshark',
    '/Applications/Wireshark.app/Contents/MacOS/tshark',
  ];
  return candidates.find(
    (candidate) =>
      candidate !== undefined && spawnSync(candidate, ['--version'], { stdio: 'ignore' }).status === 0,
  );
}

function installed(): string {
  install('tshark');
  const fresh = lookUp();
  if (fresh === undefined)
    throw new Error(`tshark is missing. Install it with: sudo sh -c '${installing('tshark')}'`);
  return fresh;
}
