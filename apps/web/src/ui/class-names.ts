import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['10', '11', '12', '13', '14', '16', '20'],
      radius: ['1', '2', '3'],
      shadow: ['1', '2', '3'],
    },
  },
});

/** Joins class names; of two that set the same property, the later wins. */
export const classNames = (...values: ClassValue[]): string => merge(clsx(values));
