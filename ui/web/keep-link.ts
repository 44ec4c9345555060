// The link to what the page shows: in the address bar as that changes, and copied when it is asked for.
import type { LadderView } from './ladder/ladder.ts';
import { openRead } from './open-address.ts';
import type { Page } from './page.ts';
import { type AddressKeeper, keepAddress } from './state/keep-address.ts';
import type { PageState } from './state/page-state.ts';
import { restsOf } from './state/rests.ts';

export interface Link {
  copy(): Promise<void>;
}

/** The page was opened as `opened` says. */
export function keepLink(page: Page, ladder: LadderView, stage: HTMLElement, opened: PageState): Link {
  const standing = { moved: restsOf(stage), place: ladder.place, aside: ladder.aside };
  const keeper = keepAddress(
    page.store,
    opened,
    import.meta.env.ENGINE,
    standing,
    (later) => void openRead(page, ladder, later),
  );
  return { copy: () => copyLink(page, keeper) };
}

/** A text that no link can carry is offered as a file. */
async function copyLink({ store, exports }: Page, keeper: AddressKeeper): Promise<void> {
  const { hash, left } = await keeper.now();
  if (left !== undefined) {
    exports();
    store.toast.value = {
      text: 'This scenario is too long for a link: pass it on as a file, and open that.',
      action: { label: 'Save .yaml', run: () => exports()?.scenario(left) },
    };
    return;
  }
  if (store.trace.value !== undefined) {
    store.toast.value = `This is a trace that was opened: what can be passed on is its file, ${store.trace.value}.`;
    return;
  }
  try {
    await navigator.clipboard.writeText(new URL(hash, location.href).href);
    store.said.value = 'Link copied';
    store.toast.value = 'The link to this moment is copied.';
  } catch {
    store.toast.value = 'The browser did not allow copying; the address bar holds the link.';
  }
}
