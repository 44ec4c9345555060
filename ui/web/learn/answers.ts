// What a learner has answered in a lesson, as the address has it: `1:2,3:4.1`. By step, from 1, which choices were taken, from 1, in that order.

export function answersAt(written: string | undefined, step: number): readonly number[] {
  return readAnswers(written).get(step) ?? [];
}

/** The same with one more choice taken; that none is taken twice is the caller's to see to. */
export function withAnswer(written: string | undefined, step: number, choice: number): string {
  const answers = readAnswers(written);
  answers.set(step, [...(answers.get(step) ?? []), choice]);
  return [...answers]
    .sort(([a], [b]) => a - b)
    .map(([at, choices]) => `${at}:${choices.join('.')}`)
    .join(',');
}

function readAnswers(written = ''): Map<number, readonly number[]> {
  return new Map(
    written
      .split(',')
      .filter((one) => one !== '')
      .map((one) => {
        const [step, choices = ''] = one.split(':');
        return [Number(step), choices.split('.').map(Number)];
      }),
  );
}
