import { Braces, Brackets, Calendar, CircleDashed, CircleSlash, Hash, ToggleLeft, Type } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { TypeIcon as IconName } from '../rows/type-words.ts';

const icons: Readonly<Record<IconName, LucideIcon>> = {
  text: Type,
  number: Hash,
  date: Calendar,
  boolean: ToggleLeft,
  object: Braces,
  list: Brackets,
  any: CircleDashed,
  null: CircleSlash,
};

export function TypeIcon({ name, size = 14 }: { readonly name: IconName; readonly size?: number }) {
  const Icon = icons[name];
  return <Icon size={size} aria-hidden className="text-ink-3" />;
}
