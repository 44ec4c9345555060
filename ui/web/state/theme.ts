// Light, dark, or as the system has it; kept in this browser only.
import { effect, signal } from '@preact/signals-core';

export type Theme = 'system' | 'light' | 'dark';

const key = 'siplab.theme';

export function createTheme() {
  const theme = signal<Theme>(stored());
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const systemDark = signal(dark.matches);
  dark.addEventListener('change', () => {
    systemDark.value = dark.matches;
  });
  effect(() => {
    const isDark = theme.value === 'dark' || (theme.value === 'system' && systemDark.value);
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  });
  return {
    theme,
    /** Who comes back to what the system has follows the system again. */
    toggle() {
      const wanted = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      theme.value = (wanted === 'dark') === systemDark.value ? 'system' : wanted;
      try {
        localStorage.setItem(key, theme.value);
      } catch {
        // A browser that keeps nothing still shows the theme.
      }
    },
  };
}

function stored(): Theme {
  try {
    const value = localStorage.getItem(key);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}
