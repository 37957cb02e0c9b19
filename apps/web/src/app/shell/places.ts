import { Activity, ArrowLeftRight, House, type LucideIcon, Plug, Settings, Workflow } from 'lucide-react';

export interface Place {
  readonly to: '/' | '/flows' | '/mappings' | '/runs' | '/connections' | '/settings';
  readonly label: string;
  readonly icon: LucideIcon;
}

/** Where one can be: the rail and the palette are drawn from it. */
export const places: readonly Place[] = [
  { to: '/', label: 'Home', icon: House },
  { to: '/flows', label: 'Flows', icon: Workflow },
  { to: '/mappings', label: 'Mappings', icon: ArrowLeftRight },
  { to: '/runs', label: 'Runs', icon: Activity },
  { to: '/connections', label: 'Connections', icon: Plug },
  { to: '/settings', label: 'Settings', icon: Settings },
];
