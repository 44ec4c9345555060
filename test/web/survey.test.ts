import { describe, expect, it } from 'vitest';
import { judgeRun, matrixOf } from '../../scenarios/lab/conformance/matrix.ts';
import { scenarioSource } from '../../ui/cli/scenario-source.ts';
import { traceSurvey } from '../../ui/web/charts/trace-survey.ts';
import { createRunModel } from '../../ui/web/model/run-model.ts';
import { load } from '../../ui/web/worker/load-request.ts';
import { simulate } from '../../ui/web/worker/simulate.ts';
import { referenceOf, survey } from '../../ui/web/worker/survey.ts';
import { runShipped } from '../scenarios/runs/lab.ts';

const surveyOf = (name: string, faults: readonly string[] = []) => {
  const { text, readFile } = scenarioSource(name);
  const request = { name, text, faults };
  return survey(load(request), request, readFile);
};

describe('a survey of a run', () => {
  it('counts the transitions that were taken', () => {
    const taken = surveyOf('lost-200-ok')?.taken ?? {};
    expect(taken['inviteClient: calling.retransmitting > timerA > calling.retransmitting']).toBeGreaterThan(
      0,
    );
    expect(taken['binding: active > expires > expired']).toBeUndefined();
    const known = new Set(
      referenceOf().machines.flatMap(({ outline: { id, transitions } }) =>
        transitions.map(({ from, event, to }) => `${id}: ${from || '(any)'} > ${event} > ${to || '(stays)'}`),
      ),
    );
    expect(Object.keys(taken).filter((key) => !known.has(key))).toEqual([]);
  });

  it('judges as `siplab check` does, and says where each verdict is proved', () => {
    const { verdicts = [] } = surveyOf('figure-1') ?? {};
    const { rows } = matrixOf([judgeRun('figure-1', runShipped('figure-1').records)]);
    expect(verdicts.map(({ requirement, outcome }) => [requirement, outcome])).toEqual(
      rows.map(({ requirement, outcome }) => [requirement.id, outcome]),
    );
    const held = verdicts.filter(({ outcome }) => outcome === 'held');
    expect(held.every(({ proofs, proof }) => proofs > 0 && proof !== undefined)).toBe(true);
    expect(held.some(({ proof }) => proof?.key?.startsWith('sender>core'))).toBe(true);
  });

  it('follows the faults of the run that is open', () => {
    const lost = surveyOf('figure-1', ['{ drop: 200 INVITE, from: bob, to: core, nth: 1 }']);
    const timer = 'inviteServerUsage: accepted.waiting > timer2xx > accepted.waiting';
    expect(lost?.taken[timer]).toBe(1);
    expect(surveyOf('figure-1')?.taken[timer]).toBeUndefined();
  });

  it('can be made of a trace alone, as far as a trace tells', () => {
    const { text, readFile } = scenarioSource('lost-200-ok');
    const answer = simulate({ name: 'lost-200-ok', text, faults: [] }, readFile);
    if (!answer.ok) throw new Error(answer.errors.join('\n'));
    const ofTrace = traceSurvey(createRunModel(answer.run), referenceOf());
    const ofRun = surveyOf('lost-200-ok')!;
    const timerA = 'inviteClient: calling.retransmitting > timerA > calling.retransmitting';
    expect(ofTrace.taken[timerA]).toBe(ofRun.taken[timerA]);
    // Of two ways that one event leads to one state, a trace doesn't tell which was gone.
    const byEvent = (taken: Readonly<Record<string, number>>): Map<string, number> => {
      const sums = new Map<string, number>();
      for (const [key, times] of Object.entries(taken)) {
        const event = key.slice(0, key.lastIndexOf(' > '));
        sums.set(event, (sums.get(event) ?? 0) + times);
      }
      return sums;
    };
    const told = byEvent(ofRun.taken);
    expect([...byEvent(ofTrace.taken)].filter(([event, times]) => times > (told.get(event) ?? 0))).toEqual(
      [],
    );
    expect(ofTrace.verdicts).toEqual(ofRun.verdicts);
  });

  it('is made anew of a trace that has grown', () => {
    const { text, readFile } = scenarioSource('lost-200-ok');
    const answer = simulate({ name: 'lost-200-ok', text, faults: [] }, readFile);
    if (!answer.ok) throw new Error(answer.errors.join('\n'));
    const records = answer.run.records.slice(0, 60);
    const growing = createRunModel({ ...answer.run, records });
    const before = traceSurvey(growing, referenceOf());
    expect(before.verdicts).toEqual([]);
    records.push(...answer.run.records.slice(60));
    const whole = traceSurvey(createRunModel(answer.run), referenceOf());
    expect(whole.verdicts.length).toBeGreaterThan(0);
    expect(traceSurvey(growing, referenceOf()).taken).toEqual(whole.taken);
  });

  it('says nothing of what does not run', () => {
    const request = { name: 'broken', text: 'title: [', faults: [] };
    expect(survey(load(request), request, () => undefined)).toBeUndefined();
  });
});
