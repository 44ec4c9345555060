import { describe, expect, it } from 'vitest';
import { contentOf } from '../../../agents/msrp/chunking.ts';
import { octets, S, solo, told } from './lab.ts';

// RFC 4975 §7.1.1: what a sender can know where it asked for no answer.

const file = (size: number, failureReport: 'no' | 'partial') => ({
  content: contentOf(octets(size)),
  contentType: 'image/jpeg',
  failureReport,
});

describe('Failure-Report', () => {
  it.each(['no', 'partial'] as const)(
    '%s: what nobody answers is delivered when the peer’s host has its last chunk, not before',
    (failureReport) => {
      const lab = solo({ role: 'active' });
      lab.prompt = false;
      lab.session.send(file(5000, failureReport));
      expect(lab.events.map(told)).toEqual(['bound', 'sent 2']);
      lab.pass(20 * S);
      expect(lab.events.map(told)).toEqual(['bound', 'sent 2']);
      lab.acknowledge();
      expect(lab.events.map(told)).toEqual(['bound', 'sent 2', 'delivered 2']);
    },
  );

  it.each(['no', 'partial'] as const)(
    '%s: what the peer’s host never had has failed with its connection',
    (failureReport) => {
      const lab = solo({ role: 'active' });
      lab.prompt = false;
      lab.session.send(file(5000, failureReport));
      lab.connection.closed('reset');
      expect(lab.events.map(told)).toEqual([
        'bound',
        'sent 2',
        'failed 2 session',
        'failed: connection reset',
      ]);
    },
  );
});
