import { Maximize2, X } from 'lucide-react';
import { memo } from 'react';
import { IconButton } from '../../ui/index.ts';
import { useHost } from '../mapper-context.ts';
import { AutoMapButton, Meter, ProblemsButton, SampleChooser, UndoButtons } from './bar-parts.tsx';

/** The same in a panel: shorter, with the way to the full screen. */
export const DockedBar = memo(function DockedBar() {
  const { title, resize, done } = useHost();
  return (
    <header className="mapper-bar docked">
      <h2 title={title}>{title}</h2>
      <SampleChooser />
      <Meter />
      <ProblemsButton />
      <span className="flex-1" />
      <UndoButtons />
      <AutoMapButton />
      {resize === undefined ? null : <IconButton icon={Maximize2} label={resize.label} onClick={resize.go} />}
      <IconButton icon={X} label="Close the mapper" onClick={done} />
    </header>
  );
});
