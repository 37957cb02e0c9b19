import type { WordGroup } from './word-group.ts';

/** When. */
export const timeWords: readonly WordGroup[] = [
  { concept: 'date', en: ['date', 'day'], de: ['datum', 'termin'] },
  { concept: 'time', en: ['time', 'hour of day'], de: ['zeit', 'uhrzeit', 'zeitpunkt'] },
  { concept: 'timestamp', en: ['timestamp', 'date time', 'datetime'], de: ['zeitstempel'] },
  { concept: 'year', en: ['year'], de: ['jahr'] },
  { concept: 'month', en: ['month'], de: ['monat'] },
  { concept: 'week', en: ['week', 'calendar week'], de: ['woche', 'kalenderwoche'] },
  { concept: 'period', en: ['period', 'time period', 'interval'], de: ['periode', 'zeitraum'] },
  { concept: 'duration', en: ['duration', 'lead time'], de: ['dauer', 'laufzeit'] },
  {
    concept: 'create',
    en: ['create', 'creation', 'issue', 'entry', 'issued', 'placed', 'placement', 'submitted', 'submission'],
    de: ['erstellung', 'erstellt', 'angelegt', 'ausstellung', 'erfassung', 'erzeugung'],
  },
  {
    concept: 'update',
    en: ['update', 'modify', 'modification', 'change', 'last change', 'last update'],
    de: ['änderung', 'geändert', 'aktualisierung', 'aktualisiert'],
  },
  {
    concept: 'due',
    en: ['due', 'due date', 'payment due date', 'maturity', 'date due'],
    de: ['fällig', 'fälligkeit', 'fälligkeitsdatum', 'zahlungsziel', 'zahlbar bis'],
  },
  {
    concept: 'start',
    en: ['start', 'begin', 'from date', 'valid from', 'effective from', 'start date', 'effective date', 'begin date'],
    de: ['beginn', 'anfang', 'gültig ab', 'gültig von', 'startdatum', 'anfangsdatum'],
  },
  {
    concept: 'end',
    en: [
      'end',
      'finish',
      'until',
      'valid to',
      'valid until',
      'end date',
      'expiry',
      'expiration',
      'expiry date',
      'expiration date',
    ],
    de: ['ende', 'bis datum', 'gültig bis', 'ablauf', 'ablaufdatum', 'enddatum'],
  },
  {
    concept: 'request',
    en: ['request', 'requested', 'required', 'desired', 'wanted', 'need', 'needed', 'need by', 'required by'],
    de: ['gewünscht', 'wunsch', 'anfrage', 'anforderung'],
  },
  {
    concept: 'promise',
    en: ['promise', 'promised', 'confirmed', 'scheduled', 'committed'],
    de: ['zugesagt', 'bestätigt', 'geplant'],
  },
  { concept: 'arrival', en: ['arrival', 'eta', 'estimated arrival'], de: ['ankunft'] },
  { concept: 'departure', en: ['departure', 'etd', 'estimated departure'], de: ['abfahrt', 'abgang'] },
];
