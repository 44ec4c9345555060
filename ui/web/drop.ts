// A scenario file dropped onto the page runs; a trace is not a scenario, and that is said.
import type { Page } from './page.ts';

/** Larger files are no scenarios. */
const mostBytes = 512 << 10;

export function receiveDrops(body: HTMLElement, { store, actions }: Page): void {
  body.addEventListener('dragover', (event) => event.preventDefault());
  body.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) void open(file);
  });

  async function open(file: File): Promise<void> {
    if (!/\.ya?ml$/i.test(file.name) || file.size > mostBytes) {
      store.toast.value = `${file.name}: drop a scenario, a .yaml file of at most 512 KiB.`;
      return;
    }
    await actions.openOwn({ name: file.name, text: await file.text() });
  }
}
