import { RadioGroup } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';

export interface RadioCard<Value extends string> {
  readonly value: Value;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  /** Shown inside the card while it is chosen: the field that the choice needs. */
  readonly extra?: ReactNode;
}

export interface RadioCardsProps<Value extends string> {
  readonly label: string;
  /** The label is seen, not only heard: where nothing above says what is chosen. */
  readonly titled?: boolean;
  readonly value: Value | undefined;
  readonly onChange: (value: Value) => void;
  /** The irreversible choice stands last. */
  readonly cards: readonly RadioCard<Value>[];
}

/** Decisions as cards: what it is, and below it what will happen. */
export function RadioCards<Value extends string>({
  label,
  titled = false,
  value,
  onChange,
  cards,
}: RadioCardsProps<Value>) {
  const base = useId();
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? null}
      onValueChange={(next) => onChange(next as Value)}
      className="grid gap-1.5"
    >
      {titled ? (
        <span aria-hidden className="font-medium">
          {label}
        </span>
      ) : null}
      {cards.map((card) => {
        const on = card.value === value;
        const id = `${base}-${card.value}`;
        return (
          <div
            key={card.value}
            className={classNames(
              'flex gap-2 rounded-2 border bg-raised px-2.5 py-2',
              on ? 'border-accent inset-ring inset-ring-accent' : 'border-line-2 hover:bg-hover',
            )}
          >
            <RadioGroup.Item
              id={id}
              value={card.value}
              className="relative mt-[3px] size-3.5 flex-none rounded-full border-[1.5px] border-ctl-line bg-panel after:absolute after:-inset-[5px] data-[state=checked]:border-[4.5px] data-[state=checked]:border-accent"
            />
            <div className="min-w-0 flex-1">
              <label htmlFor={id} className="block">
                <span className="block font-semibold">{card.title}</span>
                {card.detail === undefined ? null : <span className="block text-12 text-ink-3">{card.detail}</span>}
              </label>
              {on && card.extra !== undefined ? <div className="mt-1.5">{card.extra}</div> : null}
            </div>
          </div>
        );
      })}
    </RadioGroup.Root>
  );
}
