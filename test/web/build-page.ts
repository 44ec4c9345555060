import { builtPage } from '../../ui/cli/serve/built-page.ts';

/** Before the first test of the page: it is built once, and no test meets it while another builds it anew. */
export default function buildPage(): void {
  builtPage();
}
