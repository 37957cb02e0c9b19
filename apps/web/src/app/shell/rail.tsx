import { Link } from '@tanstack/react-router';
import { classNames } from '../../ui/index.ts';
import { Logo } from './logo.tsx';
import { type Place, places } from './places.ts';

export function Rail() {
  return (
    <nav
      aria-label="Places"
      className="row-span-2 flex flex-col items-stretch border-r border-line bg-panel px-0.5 pb-2"
    >
      <Link to="/" aria-label="Patchbay, home" className="grid h-11 place-items-center rounded-2 text-accent">
        <Logo />
      </Link>
      {places.map((place) => (
        <RailLink key={place.to} place={place} last={place.to === '/settings'} />
      ))}
    </nav>
  );
}

function RailLink({ place: { to, label, icon: Icon }, last }: { readonly place: Place; readonly last: boolean }) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/' }}
      activeProps={{ className: 'bg-accent-soft text-accent-text', 'aria-current': 'page' }}
      inactiveProps={{ className: 'text-ink-2 hover:bg-hover' }}
      className={classNames(
        'mt-1 flex h-12 flex-col items-center justify-center gap-0.5 rounded-2 text-11 font-medium',
        last && 'mt-auto',
      )}
    >
      <Icon size={18} aria-hidden />
      {label}
    </Link>
  );
}
