// What can be taken home. Everything is written from the trace, so it equals what is on the screen.
import { effect, type Signal, signal } from '@preact/signals-core';
import { recordLine } from '../../sim/trace/ndjson.ts';
import type { Ladder } from '../views/ladder-model.ts';
import { callOf, type ExportRange } from './export/range.ts';
import { save } from './export/save.ts';
import { bitByBit, shownNow } from './export/shown-now.ts';
import { fetched } from './fetched.ts';
import type { RunModel } from './model/run-model.ts';
import type { Page } from './page.ts';
import type { PictureContent } from './picture/lay-out.ts';
import { measuredIn } from './state/looking.ts';
import type { OwnScenario } from './state/page-state.ts';
import type { SimulationClient } from './worker/client.ts';

export const rangeNames = ['all', 'window', 'call', 'marks'] as const;
export type RangeName = (typeof rangeNames)[number];

/** The longest text that Mermaid draws where nothing is set (its `maxTextSize`). */
const mermaidTakes = 50_000;

type Writers = typeof import('./export/writers.ts')['writers'];

export interface Exports {
  /** What of the run is drawn or told; the trace and the packets are always whole. */
  readonly range: Signal<RangeName>;
  /** At which host packets are captured; undefined: at the sender of each, lost ones too. */
  readonly captureAt: Signal<string | undefined>;
  /** The hosts at which they can be: those that have a lifeline of their own. */
  captureHosts(): readonly string[];
  /** Whether there is such a range now. */
  offers(range: RangeName): boolean;
  svg(): void;
  png(scale: 1 | 2): void;
  copyImage(): void;
  text(): void;
  /** The same without a sign beyond ASCII. */
  ascii(): void;
  ndjson(): void;
  mermaid(): void;
  pcapng(): void;
  scenario(scenario: OwnScenario): void;
}

/** From when to when what is in the window happened. */
export type InWindow = () => { readonly fromUs: number; readonly untilUs: number } | undefined;

export function createExports(
  { store, actions, inWindow }: Pick<Page, 'store' | 'actions' | 'inWindow'>,
  client: SimulationClient,
): Exports {
  const range = signal<RangeName>('all');
  const captureAt = signal<string | undefined>(undefined);

  const captureHosts = (): readonly string[] => {
    const run = store.run.value;
    return run === undefined ? [] : run.lanes.map(({ node }) => node).filter((node) => run.laneOf.has(node));
  };

  function rangeNow(name: RangeName): ExportRange | undefined {
    const run = store.run.value;
    const chosen = store.selection.value;
    const arrow = chosen?.kind === 'arrow' ? run?.arrowByKey.get(chosen.key) : undefined;
    const between = (fromUs: number, untilUs: number): ExportRange => ({
      kind: 'time',
      fromUs: Math.min(fromUs, untilUs),
      untilUs: Math.max(fromUs, untilUs),
    });
    if (name === 'window') {
      const seen = inWindow();
      return seen && between(seen.fromUs, seen.untilUs);
    }
    if (name === 'call') return arrow && { kind: 'call', call: callOf(arrow.key) };
    const [from, to] = (name === 'marks' && measuredIn(store)) || [];
    return from && to && between(from.atUs, to.atUs);
  }

  /** Does something with the run and the part of it that was asked for; what goes wrong is said. */
  const write =
    (does: (run: RunModel, writers: Writers, part: ExportRange | undefined) => unknown) => (): void => {
      if (store.run.value === undefined) return;
      const asked = store.busy.value ? whole() : store.run.value;
      const part = rangeNow(range.value);
      void (async () => {
        try {
          const { writers } = await fetched(() => import('./export/writers.ts'));
          const run = await asked;
          if (run !== undefined) await does(run, writers, part);
        } catch (error) {
          store.toast.value = `Nothing was saved: ${error instanceof Error ? error.message : String(error)}.`;
        }
      })();
    };

  /** The same with what is written row by row. */
  const writeRows = (does: (run: RunModel, ladder: Ladder, writers: Writers) => unknown): (() => void) =>
    write((run, writers, part) => {
      const ladder = writers.ladderOf(run);
      return does(run, part === undefined ? ladder : writers.ladderWithin(ladder, part), writers);
    });

  const writeText = (unicode: boolean): (() => void) =>
    writeRows((run, ladder, { mailLadder }) =>
      save(
        name(run, 'txt', unicode ? '' : '_ascii'),
        mailLadder(ladder, run.data.verdict, unicode),
        'text/plain',
      ),
    );

  /** The same with what is drawn as it is on the screen. */
  const draw = (does: (run: RunModel, content: PictureContent, writers: Writers) => unknown): (() => void) =>
    write(async (run, writers, part) => {
      const shown = shownNow(store);
      if (shown === undefined) return;
      await does(run, await bitByBit(writers.makingContent(shown, part)), writers);
    });

  /** The run on the screen once nothing more comes to it: it is over, and judged. */
  function whole(): Promise<RunModel | undefined> {
    store.toast.value = 'It is saved when the run is over and judged.';
    return new Promise((resolve) => {
      const stop = effect(() => {
        if (store.busy.value) return;
        queueMicrotask(() => stop());
        resolve(store.run.peek());
      });
    });
  }

  return {
    range,
    captureAt,
    captureHosts,
    offers: (name) => name === 'all' || rangeNow(name) !== undefined,
    svg: draw(async (run, content, { drawingPicture }) => {
      const { svg } = await bitByBit(drawingPicture(content));
      save(name(run, 'svg'), svg, 'image/svg+xml');
    }),
    png: (scale) =>
      draw(async (run, content, { chosenPlan, pngPictures }) => {
        const plan = await chosenPlan(content, scale);
        if (plan === undefined) return;
        const blobs = await pngPictures(content, plan);
        blobs.forEach((blob, index) => {
          const part = blobs.length > 1 ? `_${index + 1}-of-${blobs.length}` : '';
          save(name(run, 'png', part), blob, 'image/png');
        });
      })(),
    copyImage: draw(async (_, content, { copiedPlan, pngPictures }) => {
      const { plan, told } = copiedPlan(content, 2);
      const [blob] = await pngPictures(content, plan);
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob! })]);
      store.toast.value = told;
    }),
    text: writeText(true),
    ascii: writeText(false),
    ndjson: write((run) =>
      save(
        name(run, 'ndjson', ''),
        `${run.data.records.map(recordLine).join('\n')}\n`,
        'application/x-ndjson',
      ),
    ),
    mermaid: writeRows((run, ladder, writers) => {
      const text = writers.mermaid(ladder);
      save(name(run, 'mmd'), text, 'text/plain');
      if (text.length > mermaidTakes)
        store.toast.value = `Mermaid draws no diagram of more than ${mermaidTakes} characters unless its maxTextSize says so; this one has ${text.length}.`;
    }),
    scenario: ({ name, text }) => save(fileNameOf(name), text, 'text/yaml'),
    pcapng: write(saveCapture),
  };

  async function saveCapture(run: RunModel): Promise<void> {
    const request = actions.request();
    const hosts = captureHosts();
    // Another run may not have the host.
    const at = hosts.find((host) => host === captureAt.peek());
    const bytes = request === undefined ? undefined : await client.capture(request, at);
    const part = at === undefined ? '' : `_at-${fileWords(at)}`;
    if (bytes === undefined) store.toast.value = 'This run left no packets to save.';
    else save(name(run, 'pcapng', part), bytes, 'application/octet-stream');
  }

  /** `figure-1_1_B_b294c82c.svg`: the scenario, its seed, which run, its fingerprint; and what part of it. */
  function name(run: RunModel, ending: string, part = ''): string {
    const scenario = store.scenario.value.replaceAll('/', '-');
    const seed = fileWords(run.data.seed);
    const drawn = /^(?:svg|png|txt|mmd)$/.test(ending) && rangeNow(range.value) !== undefined;
    const which = run === store.altered.value ? 'B' : 'A';
    return `${scenario}_${seed}_${which}_${run.data.fingerprint.slice(0, 8)}${drawn ? `_${range.value}` : ''}${part}.${ending}`;
  }
}

/** `core-digest.yaml` of `core/digest`. */
function fileNameOf(scenario: string): string {
  return `${scenario.replace(/\.ya?ml$/i, '').replaceAll('/', '-')}.yaml`;
}

/** What strangers can write, as a part of a file's name. */
function fileWords(text: string): string {
  return text.replace(/[^\w-]+/g, '-').slice(0, 40);
}
