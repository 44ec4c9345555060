import type { Page } from 'playwright-core';

/** Where on the page a sign that turns the direction of writing would be obeyed: in text, and in attributes that are read. */
export function turnedIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
    const found: string[] = turning.test(document.title) ? [`title ${document.title}`] : [];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text && !/^(?:SCRIPT|STYLE)$/.test(node.parentElement?.tagName ?? ''))
        if (turning.test(node.data)) found.push(`${node.parentElement?.outerHTML.slice(0, 120)}`);
      if (!(node instanceof Element)) continue;
      for (const name of ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder'])
        if (turning.test(node.getAttribute(name) ?? '')) found.push(`${name} of ${node.tagName}`);
    }
    return found;
  });
}
