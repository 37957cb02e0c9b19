// The height of rows that a person chose last; the next mapper opens with it.
import type { Density } from '../mapper.store.ts';

const key = 'patchbay.mapper.density';

export function rememberedDensity(): Density {
  const held = localStorage.getItem(key);
  return held === 'compact' || held === 'wide' ? held : 'normal';
}

export const rememberDensity = (density: Density): void => localStorage.setItem(key, density);
