// A fault in a long run on the page: how long until what came of it is there, whether the page says how far it is, and whether it answers meanwhile.
import type { Site } from '../web/site.ts';

export interface LongFault {
  readonly messages: number;
  readonly ms: number;
  /** Whether it was told how far the run is. */
  readonly told: boolean;
  /** The longest time in which the page could not answer, in ms. */
  readonly longestMs: number;
}

/** Of a push of 64 KiB, as many as make some so many messages. */
const messagesOfPush = 78;

function scenarioOf(messages: number): string {
  const push =
    'do: push, by: sender, to: "sip:bob@example.com", files: [{ name: a.jpg, type: image/jpeg, size: 64KiB }]';
  const pushes = Array.from(
    { length: Math.ceil(messages / messagesOfPush) },
    (_, n) => `  - { at: ${10 + n}s, ${push} }`,
  );
  return `title: Many pushes
core: { kind: sip, domain: example.com }
network: { links: { default: { transport: udp, latency: 5ms } } }
agents:
  sender: { role: push-sender, uri: "sip:push@example.net" }
  bob: { role: push-receiver, uri: "sip:bob@example.com", features: [+g.oma.lcsi.sip-push] }
timeline:
  - { at: 0s, do: register, by: bob }
${pushes.join('\n')}
`;
}

/** Opens such a run, loses its first message, and waits for what comes of it. */
export async function longFault({ page, open }: Site, messages: number): Promise<LongFault> {
  await open('');
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'many.yaml'));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  }, scenarioOf(messages));
  const hasRun = (): boolean =>
    document.title.startsWith('Many pushes') &&
    document.querySelector('.progress') === null &&
    (document.querySelector('.fingerprint .mono')?.textContent ?? '') !== '';
  await page.waitForFunction(hasRun, undefined, { timeout: 0 });
  await page.focus('#ladder');
  await page.keyboard.press('Home');
  return page.evaluate(async () => {
    const fingerprint = (): string => document.querySelector('.fingerprint .mono')?.textContent ?? '';
    const [before, begun] = [fingerprint(), performance.now()];
    let [longestMs, told] = [0, false];
    const watching = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestMs = Math.max(longestMs, duration);
    });
    watching.observe({ type: 'longtask' });
    const key = new KeyboardEvent('keydown', { key: 'd', bubbles: true });
    document.getElementById('ladder')!.dispatchEvent(key);
    while (['', before].includes(fingerprint()) || document.querySelector('.arrow.lost') === null) {
      told ||= document.querySelector('.progress') !== null;
      await new Promise((next) => requestAnimationFrame(next));
    }
    const ms = performance.now() - begun;
    await new Promise((next) => setTimeout(next));
    watching.disconnect();
    const counted = /(\d+) messages/.exec(document.getElementById('tool-bar')!.textContent)?.[1];
    return { messages: Number(counted), ms, told, longestMs };
  });
}
