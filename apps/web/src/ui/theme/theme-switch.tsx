import { Monitor, Moon, Sun } from 'lucide-react';
import { Segmented } from '../segmented.tsx';
import { chooseTheme, type ThemeChoice, useThemeChoice } from './theme-choice.ts';

const options = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'System', icon: Monitor },
] as const satisfies readonly { value: ThemeChoice; label: string; icon: unknown }[];

export function ThemeSwitch() {
  return <Segmented label="Theme" value={useThemeChoice()} options={options} onChange={chooseTheme} />;
}
