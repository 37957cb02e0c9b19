import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of a theme that are plain colours. */
function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, string> {
  const begin = css.indexOf(`[data-theme='${theme}'] {`);
  const block = css.slice(begin, css.indexOf('\n}', begin));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

/** As WCAG 2.2 works it out. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'] as const)('colours of sources, %s', (theme) => {
  const tokens = tokensOf(theme);
  const colours = [0, 1, 2, 3, 4, 5].map((at) => tokens.get(`source-${at}`));

  it('are six different ones', () => {
    expect(new Set(colours).size).toBe(6);
    expect(colours).not.toContain(undefined);
  });

  it.each(['panel', 'sunken', 'hover', 'accent-soft'])('stand out from %s', (ground) => {
    for (const colour of colours)
      expect(contrast(colour ?? '', tokens.get(ground) ?? ''), colour).toBeGreaterThanOrEqual(3);
  });
});
