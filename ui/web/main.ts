// Puts the page together: state, the ladder, the panels around it, the address.
import { effect, type Signal, untracked } from '@preact/signals-core';
import { offerConsole } from './console.ts';
import { frame, place } from './frame.ts';
import { listenToKeys, listenToMenus, listenToViewKeys } from './keyboard.ts';
import { lackOf } from './lacks.ts';
import { createGrid } from './ladder/grid.ts';
import { createLadder, type LadderView } from './ladder/ladder.ts';
import { afterFirstLadder, comingLater, later, unfetched } from './later.ts';
import { library } from './library.ts';
import { openRead } from './open-address.ts';
import { createFileOpener, receiveDrops } from './open-file.ts';
import type { Page } from './page.ts';
import { exportMenu } from './panels/export-open.ts';
import { invitation } from './panels/invitation.ts';
import { showLanes } from './panels/lane-picker.ts';
import { failure, message } from './panels/message.ts';
import { palette } from './panels/palette.ts';
import { progress } from './panels/progress.ts';
import { rail } from './panels/rail.ts';
import { createScrubber } from './panels/scrubber.ts';
import { toast } from './panels/toast.ts';
import { fit, ladderRoom, toolBar } from './panels/tool-bar.ts';
import { topBar } from './panels/top-bar.ts';
import { clock, transport } from './panels/transport.ts';
import { listenToPrint } from './print.ts';
import { createActions } from './state/actions.ts';
import { addressHere } from './state/address-here.ts';
import { prepareComparison } from './state/comparison.ts';
import { createLetters } from './state/letters.ts';
import { createPlayback } from './state/playback.ts';
import { shown } from './state/shown.ts';
import { speak } from './state/speak.ts';
import { createStore } from './state/store.ts';
import { createSurveys } from './state/surveys.ts';
import { createTheme } from './state/theme.ts';
import { followZoom } from './state/zoom.ts';
import { nothing, render, type TemplateResult } from './template.ts';
import { visible } from './visible.ts';
import { createSimulationClient } from './worker/client.ts';

const root = document.getElementById('app');
if (root !== null) {
  const lack = lackOf(globalThis);
  if (lack === undefined) start(root);
  else
    void import('./panels/unsupported.ts').then(({ showUnsupported }) =>
      showUnsupported(root, lack, location.hash),
    );
}

function start(app: HTMLElement): void {
  render(frame, app);
  const store = createStore();
  followZoom(store);
  const client = createSimulationClient();
  const actions = createActions(store, client);
  const playback = createPlayback(store);
  const stage = place('ladder');
  const page: Page = {
    store,
    actions,
    playback,
    theme: createTheme(),
    exports: later(
      () => import('./exports.ts'),
      ({ createExports }) => createExports(page, client),
    ),
    inWindow: () => ladder.inWindow(),
    files: createFileOpener({ store, actions }, client),
    surveys: createSurveys(
      client,
      library.map(({ name }) => name),
      () => store.view.value !== 'ladder',
    ),
    copyLink: () => void keeping.then((link) => link?.copy()),
    openHelp: () => {
      store.helpOpen.value = true;
    },
    openEditor: () => {
      store.railOpen.value = false;
      store.editing.value = true;
    },
    focusLadder: (event) => {
      event?.preventDefault();
      // The table, where that stands in its place.
      (store.asTable.value ? (document.getElementById('table-grid') ?? stage) : stage).focus();
    },
    letters: createLetters(),
    focusSelection: () => {
      if (store.selection.value === undefined) fit(store, ladderRoom());
      else ladder.focusOn(store.selection.value);
    },
    selectRecord: (seq) => selectRecord(page, seq),
  };
  if (import.meta.env.MODE !== 'single') offerConsole(client, page);
  const ladder = drawLadder(page, stage);
  drawPanels(page);
  listenToPrint(place('print'), store);
  afterFirstLadder(store, client.makeReady);
  afterFirstLadder(store, async () => (await import('./state/foresight.ts')).foresee(store, actions, client));
  afterFirstLadder(store, async () => {
    const { listenToNotes } = await import('./ladder/note-click.ts');
    listenToNotes(
      stage,
      () => store.run.peek(),
      ({ seq }, ofClause) => {
        page.selectRecord(seq);
        if (ofClause) store.tab.value = 'spec';
      },
    );
  });
  afterFirstLadder(store, async () => (await import('./state/aloud.ts')).tellAloud(store));
  drawComparison(page, ladder);
  drawCrowd(page);
  drawTable(page);
  listenToKeys(page, place('inspector'));
  listenToMenus(page);
  listenToViewKeys(page, place('view'));
  receiveDrops(document.body, page.files);
  revealSelection(page, ladder);

  const keeping = comingLater(async () => {
    const read = await addressHere();
    await openRead(page, ladder, read);
    // What writes addresses is not in the first ladder's way.
    await shown();
    const { keepLink } = await import('./keep-link.ts');
    return keepLink(page, ladder, stage, read.state);
  }).catch(() => {
    unfetched.value++;
  });
}

function drawLadder(page: Page, stage: HTMLElement): LadderView {
  const grid = createGrid({ grid: stage, rowsHost: place('grid') }, () => ladder, page.store);
  const bar = later(() => import('./ladder/fault-bar.ts'));
  // It stands at what is selected.
  const drawBar = (): void => {
    const there = page.store.selection.value === undefined ? bar.ifThere() : bar();
    there?.drawFaultBar(place('fault-bar'), ladder, page.actions, page.store.previewed);
  };
  const drawBeside = (): void => {
    grid();
    drawBar();
  };
  const ladder: LadderView = createLadder(
    { stage, world: place('world'), pane: place('pane'), minimap: place('minimap') },
    page.store,
    page.actions,
    () => {
      if (!page.store.ladderFirst.peek()) drawBeside();
      showLanes(ladder);
    },
  );
  effect(() => {
    if (bar.ifThere() !== undefined) untracked(drawBar);
  });
  effect(() => {
    if (!page.store.ladderFirst.value) untracked(drawBeside);
  });
  afterFirstLadder(page.store, bar);
  return ladder;
}

function drawPanels(page: Page): void {
  const { store } = page;
  keepDrawn(page, 'top', () => topBar(page));
  keepDrawn(page, 'rail', () => rail(page));
  keepClass('rail', 'open', () => store.railOpen.value);
  keepDrawn(page, 'tool-bar', () => toolBar(page));
  const inspector = later(() => import('./inspector/inspector.ts'));
  keepDrawn(page, 'inspector', () => {
    if (store.selection.value !== undefined) return inspector()?.inspector(page) ?? nothing;
    return inspector.ifThere()?.inspector(page) ?? invitation;
  });
  afterFirstLadder(store, inspector);
  afterFirstLadder(store, prepareComparison);
  afterFirstLadder(store, exportMenu);
  afterFirstLadder(store, failure);
  effect(() => {
    if (unfetched.value > 0)
      store.toast.value = 'A part of the page could not be fetched. Ask for it again in a moment.';
  });
  afterFirstLadder(store, page.exports);
  drawViews(page);
  drawLearn(page);
  drawEditor(page);
  keepClass('inspector', 'filled', () => store.selection.value !== undefined);
  keepClass('inspector', 'tall', () => store.sheetTall.value);
  keepDrawn(page, 'transport', () => transport(page));
  keepDrawn(page, 'clock', () => clock(page));
  keepDrawn(page, 'message', () => message(page));
  keepDrawn(page, 'progress', () => progress(page));
  speak(place('said'), store.said);
  keepDrawn(page, 'toast', () => toast(page));
  drawDialogs(page);
  effect(() => {
    document.title = `${visible(store.run.value?.data.title ?? 'siplab')} – siplab`;
  });
  const scrubber = createScrubber(place('scrubber'), place('scrub'), store, page.playback.to);
  effect(() => {
    if (!store.ladderFirst.value) scrubber.draw();
  });
}

/** The palette is there from the beginning: who has its key in their fingers types on at once. What the help says comes when it is first asked for. */
function drawDialogs(page: Page): void {
  const { helpOpen, paletteOpen } = page.store;
  const help = later(() => import('./panels/help.ts'));
  keepDialog('help', helpOpen, (close) => help()?.help(page, close));
  keepDialog('palette', paletteOpen, (close) => palette(page, close));
}

/** A dialog that is open while a signal says so, and drawn only then. It has the keys from the one that opens it to the one that closes it, also while what it says is under way. */
function keepDialog(
  id: string,
  open: Signal<boolean>,
  content: (close: () => void) => TemplateResult | undefined,
): void {
  const dialog = place<HTMLDialogElement>(id);
  const shut = (): void => {
    open.value = false;
  };
  // The browser tells that it has closed a dialog some time later; by then it may be open again.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    shut();
  });
  dialog.addEventListener('close', () => {
    if (!dialog.open) shut();
  });
  effect(() => {
    render(open.value ? (content(shut) ?? nothing) : nothing, dialog);
    if (open.value && !dialog.open) dialog.showModal();
    if (!open.value && dialog.open) dialog.close();
    if (dialog.open && document.activeElement === dialog)
      dialog.querySelector<HTMLElement>('button, input')?.focus();
  });
}

/** What else can fill the page comes when it is first asked for. */
function drawViews(page: Page): void {
  const { store } = page;
  const charts = later(() => import('./charts/charts-view.ts'));
  const matrix = later(() => import('./matrix/matrix-view.ts'));
  effect(() => {
    const view = store.view.value;
    document.querySelector('.app')?.setAttribute('data-view', view);
    place('view').setAttribute('aria-label', view === 'charts' ? 'Statecharts' : 'Requirements');
    // Who came by a key stands in the new view, not in what it covers.
    if (view !== 'ladder' && !place('top').contains(document.activeElement)) place('view').focus();
  });
  keepDrawn(page, 'view', () => {
    if (store.view.value === 'charts') return charts()?.chartsView(page) ?? nothing;
    if (store.view.value === 'matrix') return matrix()?.matrixView(page) ?? nothing;
    return nothing;
  });
}

/** What compares comes when two runs are first compared, and stays. */
function drawComparison(page: Page, ladder: LadderView): void {
  const compare = later(() => import('./compare/compare.ts'));
  let there = false;
  effect(() => {
    if (there || page.store.comparing.value === undefined || page.store.altered.value === undefined) return;
    const module = compare();
    if (module === undefined) return;
    there = true;
    untracked(() => module.showComparison(page, ladder));
  });
}

/** A run that is too long for the ladder is told of, and can be narrowed. */
function drawCrowd(page: Page): void {
  const bar = later(() => import('./panels/crowd.ts'));
  keepDrawn(page, 'crowd', () =>
    page.store.crowd.value === undefined ? nothing : (bar()?.crowdBar(page) ?? nothing),
  );
}

/** The table comes when it is first asked for, and stays. */
function drawTable(page: Page): void {
  const table = later(() => import('./ladder/table.ts'));
  let there = false;
  effect(() => {
    const module = !there && page.store.asTable.value ? table() : undefined;
    if (module === undefined) return;
    there = true;
    untracked(() => module.createTable(page, place('table')));
  });
}

/** Lessons come when somebody wants to learn. */
function drawLearn(page: Page): void {
  const learn = later(
    () => import('./learn/learn.ts'),
    ({ createLearn }) => createLearn(page),
  );
  keepDrawn(page, 'learn', () =>
    page.store.learning.value === undefined ? nothing : (learn()?.panel() ?? nothing),
  );
}

/** The editor comes when a scenario is to be written; opened once, it keeps what was begun in it. */
function drawEditor(page: Page): void {
  const { store } = page;
  const editor = later(
    () => import('./editor/editor.ts'),
    ({ createEditor }) => createEditor(page, place('editor')),
  );
  // What could not be fetched is asked for again by who opens it again.
  effect(() => {
    if (unfetched.value > 0 && editor.ifThere() === undefined) store.editing.value = false;
  });
  effect(() => {
    const open = store.editing.value;
    document.querySelector('.app')?.toggleAttribute('data-editing', open);
    if (!open) return;
    const there = editor();
    // Until it is there nobody has the keys: what is typed on would be taken for the ladder's.
    if (there === undefined) (document.activeElement as HTMLElement | null)?.blur();
    else there.focus();
  });
  // A lesson waits beneath the text; who goes on in it has done with the text. An address may open both.
  let [stood, wrote] = [store.learning.peek(), store.editing.peek()];
  effect(() => {
    const [stands, writes] = [store.learning.value, store.editing.value];
    if (stands !== undefined && stands !== stood && writes === wrote) store.editing.value = false;
    [stood, wrote] = [stands, store.editing.peek()];
  });
}

/** Draws a panel whenever something that it reads has changed; when a run has come, after its ladder. */
function keepDrawn({ store }: Page, id: string, panel: () => unknown): void {
  effect(() => {
    if (!store.ladderFirst.value) render(panel(), place(id));
  });
}

function keepClass(id: string, name: string, on: () => boolean): void {
  effect(() => {
    place(id).classList.toggle(name, on());
  });
}

/** What is selected comes into view, once the ladder stands. */
function revealSelection({ store }: Page, ladder: LadderView): void {
  effect(() => {
    const selection = store.selection.value;
    if (selection === undefined || store.axis.value === undefined) return;
    requestAnimationFrame(() => {
      ladder.reveal(selection);
    });
  });
}

function selectRecord({ store, actions }: Page, seq: number): void {
  const record = store.run.value?.bySeq.get(seq);
  if (record === undefined) return;
  if (record.type.startsWith('message.') && 'key' in record)
    actions.select({ kind: 'arrow', key: record.key });
  else if (record.type.startsWith('timer.')) actions.select({ kind: 'timer', seq });
  else if (record.type === 'state') actions.select({ kind: 'state', seq });
}
