import type { Page } from 'playwright-core';

/** Drops a file onto the page, as a reader does. */
export function dropFile(page: Page, name: string, content: string): Promise<void> {
  return page.evaluate(
    ([file, inside]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([inside!], file!));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, content],
  );
}
