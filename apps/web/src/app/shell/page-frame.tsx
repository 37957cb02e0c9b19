import { Link } from '@tanstack/react-router';
import { ChevronRight, Search } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import type { LibrarySearch } from '../../mappings/library-search.ts';
import { classNames, Divider, Kbd } from '../../ui/index.ts';
import { openPalette } from './palette-state.ts';
import { useKey } from '../../shortcuts/index.ts';

export type Crumb =
  | { readonly label: string; readonly to: '/flows' | '/flows/topics' | '/mappings' | '/runs' | '/connections' }
  | { readonly label: string; readonly to: '/mappings'; readonly search: LibrarySearch }
  | { readonly label: string; readonly to: '/flows/$flowId'; readonly params: { readonly flowId: string } }
  | {
      readonly label: string;
      readonly to: '/mappings/schemas/$schemaId';
      readonly params: { readonly schemaId: string };
    }
  | { readonly label: string; readonly to: '/mappings/$mappingId'; readonly params: { readonly mappingId: string } };

export interface PageFrameProps {
  /** The pages above this one. */
  readonly crumbs?: readonly Crumb[];
  /** What this page is; also the name of the browser's tab. */
  readonly title: string;
  /** Replaces the title in the bar: a field that renames. */
  readonly titleSlot?: ReactNode;
  /** Chips and words beside the title. */
  readonly meta?: ReactNode;
  readonly actions?: ReactNode;
  /** The field that opens the palette; pages with many actions leave it out (Mod+K works everywhere). */
  readonly search?: boolean;
  readonly children: ReactNode;
  /** Of the main area. */
  readonly className?: string;
}

/** Where the browser came in: nobody lost the focus there. A page that loads has more than one frame. */
let start: string | undefined;

/** What led to another page went with its own, and the focus with it: the title takes it, and those who hear the page know where they are. */
function useFocusOnTitle() {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const { pathname } = window.location;
    start ??= pathname;
    if (pathname === start) return;
    start = '';
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) title.current?.focus({ preventScroll: true });
  }, []);
  return title;
}

/** The bar of 44 (where one is, what one can do) and the page below it. */
export function PageFrame({
  crumbs = [],
  title,
  titleSlot,
  meta,
  actions,
  search = true,
  children,
  className,
}: PageFrameProps) {
  const titleRef = useFocusOnTitle();
  return (
    <>
      <title>{`${title} · Patchbay`}</title>
      <header className="flex min-w-0 items-center gap-2 border-b border-line bg-panel px-3 max-[900px]:flex-wrap max-[900px]:py-1.5">
        <nav aria-label="Breadcrumbs" className="flex min-w-0 items-center gap-1 whitespace-nowrap text-ink-2">
          {crumbs.map((crumb) => (
            <Fragment key={crumb.label}>
              <CrumbLink crumb={crumb} />
              <ChevronRight size={14} aria-hidden className="text-ink-3" />
            </Fragment>
          ))}
          {titleSlot ?? (
            <h1
              ref={titleRef}
              tabIndex={-1}
              className="truncate rounded-1 font-semibold text-ink outline-offset-[-2px]"
            >
              {title}
            </h1>
          )}
        </nav>
        {meta === undefined ? null : (
          <div className="flex min-w-0 items-center gap-2">
            {crumbs.length === 0 ? <Divider /> : null}
            {meta}
          </div>
        )}
        <div className="flex-1" />
        {search ? <PaletteField /> : null}
        {actions}
      </header>
      <main className={classNames('min-h-0 min-w-0 overflow-auto bg-panel', className)}>{children}</main>
    </>
  );
}

function PaletteField() {
  const keys = useKey('palette');
  return (
    <button
      type="button"
      onClick={openPalette}
      className="flex h-7 w-70 min-w-0 items-center gap-1.5 rounded-1 border border-ctl-line bg-panel px-2 text-ink-3"
    >
      <Search size={14} aria-hidden />
      <span className="flex-1 truncate text-left">Go to page, flow or run</span>
      {keys === undefined ? null : <Kbd keys={keys} />}
    </button>
  );
}

/** A long name gives way to the title of the page. */
const crumbClass = 'max-w-60 flex-none truncate rounded-1 hover:text-ink';

function CrumbLink({ crumb }: { readonly crumb: Crumb }) {
  if ('search' in crumb)
    return (
      <Link to={crumb.to} search={crumb.search} className={crumbClass}>
        {crumb.label}
      </Link>
    );
  if (!('params' in crumb))
    return (
      <Link to={crumb.to} className={crumbClass}>
        {crumb.label}
      </Link>
    );
  switch (crumb.to) {
    case '/flows/$flowId':
      return (
        <Link to={crumb.to} params={crumb.params} className={crumbClass}>
          {crumb.label}
        </Link>
      );
    case '/mappings/$mappingId':
      return (
        <Link to={crumb.to} params={crumb.params} className={crumbClass}>
          {crumb.label}
        </Link>
      );
    case '/mappings/schemas/$schemaId':
      return (
        <Link to={crumb.to} params={crumb.params} className={crumbClass}>
          {crumb.label}
        </Link>
      );
  }
}
