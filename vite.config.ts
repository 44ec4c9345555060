// Builds the web page: `dist/web`, static files with relative paths; with `--mode single` one HTML file that opens from disk.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { loadScenario } from './scenarios/lab/load.ts';
import type { Scenario } from './scenarios/lab/scenario.ts';
import type { ShippedScenario } from './ui/web/worker/shipped-scenarios.ts';

const root = fileURLToPath(new URL('ui/web', import.meta.url));

export default defineConfig(({ mode, command }) => {
  // Whoever builds it, a test too, gets what is published: libraries without their checks for developers.
  process.env.NODE_ENV = 'production';
  const single = mode === 'single';
  const scenarios = shippedScenarios();
  // One file carries its reader of YAML anyhow, and a page under development reads what is on the disk.
  const beside = !single && command !== 'serve';
  return {
    root,
    base: './',
    clearScreen: false,
    plugins: [licences(), ...(single ? [inOneFile()] : []), ...(beside ? [scenariosBeside(scenarios)] : [])],
    define: {
      'import.meta.env.SCENARIOS_FOLDER': JSON.stringify(beside ? folderOf(scenarios) : ''),
      'import.meta.env.LIBRARY': JSON.stringify(listOf(scenarios)),
      'import.meta.env.FILES': JSON.stringify(
        readdirSync(new URL('scenarios/files', import.meta.url)).sort(),
      ),
      'import.meta.env.ENGINE': JSON.stringify(engineVersion()),
    },
    worker: {
      format: single ? 'iife' : 'es',
      plugins: () => [plainErrors()],
      // What the first run needs comes in one piece: what that imports would be asked for only once it is there.
      rolldownOptions: {
        output: {
          codeSplitting: !single && { groups: [{ name: 'run.worker', tags: ['$initial'] }] },
        },
      },
    },
    build: {
      outDir: fileURLToPath(new URL(single ? 'dist/web-single' : 'dist/web', import.meta.url)),
      emptyOutDir: true,
      target: 'es2022',
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
      // The budget is kept by a test; the worker alone is larger than Vite likes.
      chunkSizeWarningLimit: 1_000,
      rolldownOptions: {
        // What the first ladder needs comes in one piece; one file has nothing to fetch later.
        output: { codeSplitting: !single && { groups: [{ name: 'index', tags: ['$initial'] }] } },
      },
      ...(single && { assetsInlineLimit: () => true, cssCodeSplit: false }),
    },
  };
});

/** The library of logarithms brings a formatter for the words of errors that only its own defects could cause: they stand as they are. */
function plainErrors(): Plugin {
  return {
    name: 'plain-errors',
    enforce: 'pre',
    load: (id) =>
      id.includes('@stdlib/string-format/lib')
        ? 'module.exports = function words(text) { return text; };'
        : null,
  };
}

/** The version of the package: what ran a scenario. */
function engineVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}

/** The licences of what the page carries ask to be passed on with it. */
function licences(): Plugin {
  const packages = [
    '@codemirror/autocomplete',
    '@codemirror/commands',
    '@codemirror/lang-yaml',
    '@codemirror/language',
    '@codemirror/lint',
    '@codemirror/state',
    '@codemirror/view',
    '@fontsource-variable/inter',
    '@fontsource-variable/jetbrains-mono',
    '@lezer/common',
    '@lezer/highlight',
    '@lezer/lr',
    '@lezer/yaml',
    '@marijn/find-cluster-break',
    '@noble/hashes',
    '@preact/signals-core',
    '@stdlib/math-base-special-exp',
    'crelt',
    'd3',
    'lit-html',
    'sdp-transform',
    'style-mod',
    'w3c-keyname',
    'xstate',
    'yaml',
    'zod',
  ];
  return {
    name: 'licences',
    generateBundle() {
      const texts = packages.map((name) => {
        const file = new URL(`node_modules/${name}/LICENSE`, import.meta.url);
        return `${name}\n\n${readFileSync(file, 'utf8').trim()}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n\n') });
    },
  };
}

interface Shipped {
  readonly name: string;
  readonly text: string;
  readonly scenario: Scenario;
}

/** Each scenario that ships as it reads, so that a page that shows one needs no reader of YAML for it. By folder and name, the top folder first. */
function shippedScenarios(): readonly Shipped[] {
  const folder = new URL('scenarios/', import.meta.url);
  const depth = (name: string): number => name.split('/').length;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.yaml') && !/^(?:lab|files)\//.test(path))
    .map((path) => path.slice(0, -'.yaml'.length))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
    .map((name) => {
      const text = readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
      const { scenario, errors } = loadScenario(text, name);
      if (scenario === undefined) throw new Error(errors[0]?.text);
      return { name, text, scenario };
    });
}

/** What the page knows of each at once: enough to choose one. */
function listOf(scenarios: readonly Shipped[]): ImportMetaEnv['LIBRARY'] {
  return scenarios.map(({ name, scenario: { title, topic } }) => {
    const folder = name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : 'Basics';
    return [name, title, topic || folder];
  });
}

/** Named by what is in it, like all that lies beside the page. */
function folderOf(scenarios: readonly Shipped[]): string {
  return `scenarios-${createHash('sha1').update(JSON.stringify(scenarios)).digest('hex').slice(0, 8)}`;
}

/** Puts each scenario beside the page, to be fetched when it is run. */
function scenariosBeside(scenarios: readonly Shipped[]): Plugin {
  return {
    name: 'scenarios-beside',
    generateBundle() {
      const folder = folderOf(scenarios);
      for (const { name, text, scenario } of scenarios) {
        const source = JSON.stringify({ text, scenario } satisfies ShippedScenario);
        this.emitFile({ type: 'asset', fileName: `assets/${folder}/${name}.json`, source });
      }
    },
  };
}

/** Moves script, style and worker into the page itself. */
function inOneFile(): Plugin {
  return {
    name: 'in-one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('no index.html in the bundle');
      let html = String(page.source);
      for (const [name, item] of Object.entries(bundle)) {
        const text = item.type === 'chunk' ? item.code : String(item.source);
        if (/\.worker.*\.js$/.test(name)) {
          html = html.replace(
            '</body>',
            () => `<script type="text/plain" id="worker-source">${closed(text)}</script></body>`,
          );
        } else if (item.type === 'chunk' && item.isEntry) {
          html = html.replace(/<script type="module"[^>]*src="[^"]*"[^>]*><\/script>/, '');
          // Where Vite would put what to fetch before a part that comes later; here all of it has come already.
          const whole = text.replaceAll('__VITE_PRELOAD__', 'void 0');
          html = html.replace('</body>', () => `<script type="module">${closed(whole)}</script></body>`);
        } else if (name.endsWith('.css')) {
          html = html.replace(/<link rel="stylesheet"[^>]*>/, () => `<style>${text}</style>`);
        } else continue;
        delete bundle[name];
      }
      page.source = html;
    },
  };
}

/** Text that stands in a script element must not end it. */
function closed(script: string): string {
  return script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
}
