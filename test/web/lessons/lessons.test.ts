import { describe, expect, it } from 'vitest';
import { scenarioSource } from '../../../ui/cli/scenario-source.ts';
import { shippedScenarios } from '../../../ui/cli/shipped.ts';
import { type Answer, answerTo } from '../../../ui/web/lessons/answer.ts';
import { isSolved, pushIs } from '../../../ui/web/lessons/attempt.ts';
import { lessons } from '../../../ui/web/lessons/catalogue.ts';
import type { Lesson, Step } from '../../../ui/web/lessons/lesson.ts';
import { findMoment } from '../../../ui/web/lessons/moment.ts';
import { rulesOf } from '../../../ui/web/model/edit-rules.ts';
import { editFor, type FaultEdit } from '../../../ui/web/model/fault-edit.ts';
import { isAfter } from '../../../ui/web/model/moments.ts';
import { createRunModel, type RunModel } from '../../../ui/web/model/run-model.ts';
import { simulate } from '../../../ui/web/worker/simulate.ts';

function run({ name }: Lesson, edits: readonly FaultEdit[] = [], seed?: string): RunModel {
  const scenario = `lessons/${name}`;
  const source = scenarioSource(scenario);
  const request = {
    name: scenario,
    text: source.text,
    ...rulesOf(edits),
    ...(seed !== undefined && { seed }),
  };
  const answer = simulate(request, source.readFile);
  if (!answer.ok) throw new Error(answer.errors.join('\n'));
  expect(answer.run.unmatched).toEqual([]);
  return createRunModel(answer.run);
}

function answered(step: Step, of: RunModel): Answer | undefined {
  const found = findMoment(of, step.moment);
  return found && step.question && answerTo(step.question.asks, of, found);
}

it('there are eight lessons, and each has its scenario among those that ship', () => {
  expect(lessons.length).toBeGreaterThanOrEqual(8);
  const shipped = shippedScenarios()
    .filter(({ folder }) => folder === 'lessons')
    .map(({ name }) => name);
  expect(lessons.map(({ name }) => name).sort()).toEqual(shipped.sort());
});

describe.each(lessons.map((lesson) => [lesson.name, lesson] as const))('the lesson %s', (_, lesson) => {
  const baseline = run(lesson);

  it.each([undefined, '2', 'another seed'])('finds the moment of each step, with the seed %s', (seed) => {
    const own = run(lesson, [], seed);
    for (const step of lesson.steps) expect(findMoment(own, step.moment), step.title).toBeDefined();
  });

  it('asks questions to which the run gives one right answer among others', () => {
    const questions = lesson.steps.filter(({ question }) => question !== undefined);
    expect(questions.length).toBeGreaterThanOrEqual(3);
    for (const step of questions) {
      const choices = answered(step, baseline)?.choices ?? [];
      expect(
        choices.filter(({ right }) => right),
        step.title,
      ).toHaveLength(1);
      expect(choices.length, step.title).toBeGreaterThanOrEqual(3);
      expect(new Set(choices.map(({ text }) => text)).size, step.title).toBe(choices.length);
      for (const { right, remark } of choices) expect(remark === '', step.title).toBe(right);
    }
  });

  it('keeps its answers from the other seeds too', () => {
    for (const step of lesson.steps) {
      const texts = ['2', 'another seed'].map(
        (seed) => answered(step, run(lesson, [], seed))?.choices.length,
      );
      for (const length of texts) expect(length === undefined, step.title).toBe(step.question === undefined);
    }
  });

  it('says which clauses it is about', () => {
    for (const { clauses, title } of lesson.steps) {
      expect(clauses.length, title).toBeGreaterThan(0);
      for (const clause of clauses) expect(clause).toMatch(/^RFC \d{4} §\d+(?:\.\d+)*$/);
    }
  });

  it('has a challenge that nothing solves but trying, and that its solution solves', () => {
    const { conditions, solution } = lesson.challenge;
    expect(isSolved(conditions, { run: baseline, edits: [] })).toBe(false);
    const edits = solution(baseline);
    expect(isSolved(conditions, { run: baseline, edits })).toBe(false);
    const solved = run(lesson, edits);
    for (const { text, holds } of conditions) expect(holds({ run: solved, edits }), text).toBe(true);
  });
});

it('the place of an answer among numbers in order tells nothing', () => {
  const places = lessons.flatMap((lesson) => {
    const own = run(lesson);
    return lesson.steps
      .filter(({ question }) => /^how /.test(question?.asks.about ?? ''))
      .map((step) => answered(step, own)?.choices.findIndex(({ right }) => right));
  });
  expect(places.length).toBeGreaterThanOrEqual(6);
  for (const place of new Set(places))
    expect(places.filter((one) => one === place).length).toBeLessThanOrEqual(places.length / 2);
});

it('a device is asked for by its name, without the score that would tell', () => {
  const lesson = lessons.find(({ name }) => name === 'accept-contact')!;
  const own = run(lesson);
  const step = lesson.steps.find(({ question }) => question?.asks.about === 'first choice')!;
  expect(
    answered(step, own)
      ?.choices.map(({ text }) => text)
      .sort(),
  ).toEqual(['kiosk', 'phone', 'tablet']);
});

it('no single loss of a SIP message makes the push of the lesson on retransmission fail, as its challenge says', () => {
  const lesson = lessons.find(({ name }) => name === 'retransmission')!;
  const own = run(lesson);
  const sip = own.arrows.filter(({ message }) => message.protocol === 'sip' && message.lost === undefined);
  expect(sip.length).toBeGreaterThan(10);
  const delivered = pushIs('delivered', 'delivered');
  for (const arrow of sip) {
    const edits = [editFor('drop', arrow, own.arrows)];
    expect(delivered.holds({ run: run(lesson, edits), edits }), arrow.key).toBe(true);
  }
});

it('an answer lies after its question where it is about what comes next', () => {
  for (const lesson of lessons) {
    const own = run(lesson);
    for (const step of lesson.steps) {
      const found = findMoment(own, step.moment);
      const answer = answered(step, own);
      if (found === undefined || answer === undefined) continue;
      if (step.question?.asks.about.startsWith('next'))
        expect(isAfter(answer.shown, found), `${lesson.name}: ${step.title}`).toBe(true);
    }
  }
});
