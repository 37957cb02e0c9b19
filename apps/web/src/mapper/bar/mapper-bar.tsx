import { ChevronRight } from 'lucide-react';
import { Fragment, memo } from 'react';
import { Divider } from '../../ui/index.ts';
import { useHost } from '../mapper-context.ts';
import {
  AutoMapButton,
  DoneButton,
  Meter,
  ProblemsButton,
  SampleChooser,
  SavedWords,
  UndoButtons,
  ViewSwitch,
} from './bar-parts.tsx';

/** Where one is, what is mapped, and what one can do. */
export const MapperBar = memo(function MapperBar() {
  const { crumbs, title, actions } = useHost();
  return (
    <header className="mapper-bar">
      <title>{`${title} · Patchbay`}</title>
      <nav aria-label="Breadcrumbs" className="crumbs">
        {crumbs.map((crumb) => (
          <Fragment key={crumb.label}>
            <button type="button" title={crumb.label} onClick={crumb.go}>
              {crumb.label}
            </button>
            <ChevronRight size={14} aria-hidden className="text-ink-3" />
          </Fragment>
        ))}
        <h1 title={title}>{title}</h1>
      </nav>
      <SavedWords />
      <Divider />
      <SampleChooser />
      <Meter />
      <ProblemsButton />
      <span className="flex-1" />
      <ViewSwitch />
      <UndoButtons />
      <AutoMapButton />
      {actions}
      <DoneButton />
    </header>
  );
});
