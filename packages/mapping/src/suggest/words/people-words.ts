import type { WordGroup } from './word-group.ts';

/** Personnel and customer care. */
export const peopleWords: readonly WordGroup[] = [
  {
    concept: 'employee',
    en: ['employee', 'worker', 'staff', 'staff member', 'associate', 'personnel'],
    de: ['mitarbeiter', 'angestellter', 'beschäftigter', 'personal', 'arbeitnehmer'],
  },
  {
    concept: 'personnelNumber',
    en: ['personnel number', 'employee id', 'employee number', 'staff id', 'staff number', 'worker id'],
    de: ['personalnummer', 'mitarbeiternummer'],
  },
  { concept: 'employer', en: ['employer'], de: ['arbeitgeber'] },
  {
    concept: 'hireDate',
    en: ['hire date', 'date of hire', 'hiring date', 'employment date', 'joining date', 'date of joining'],
    de: ['eintrittsdatum', 'einstellungsdatum', 'eintritt'],
  },
  {
    concept: 'leaveDate',
    en: ['termination date', 'leaving date', 'exit date', 'date of leaving'],
    de: ['austrittsdatum', 'austritt'],
  },
  {
    concept: 'salary',
    en: ['salary', 'wage', 'base pay', 'compensation', 'remuneration'],
    de: ['gehalt', 'lohn', 'vergütung', 'entgelt'],
  },
  { concept: 'bonus', en: ['bonus', 'incentive'], de: ['prämie', 'bonuszahlung'] },
  {
    concept: 'job',
    en: ['job', 'job title', 'occupation', 'profession'],
    de: ['beruf', 'berufsbezeichnung', 'stellenbezeichnung', 'tätigkeit'],
  },
  {
    concept: 'manager',
    en: ['manager', 'supervisor', 'superior', 'line manager'],
    de: ['vorgesetzter', 'leiter', 'führungskraft'],
  },
  { concept: 'vacation', en: ['vacation', 'annual leave', 'holiday', 'leave'], de: ['urlaub', 'urlaubstage'] },
  { concept: 'absence', en: ['absence', 'sick leave'], de: ['abwesenheit', 'fehlzeit', 'krankheit'] },
  {
    concept: 'workingTime',
    en: ['working time', 'working hours', 'weekly hours', 'hour'],
    de: ['arbeitszeit', 'wochenstunden', 'stunden', 'stunde'],
  },
  { concept: 'shift', en: ['shift'], de: ['schicht'] },
  { concept: 'team', en: ['team'], de: ['mannschaft'] },
  { concept: 'maritalStatus', en: ['marital status', 'civil status'], de: ['familienstand'] },
  { concept: 'nationality', en: ['nationality', 'citizenship'], de: ['staatsangehörigkeit', 'nationalität'] },
  {
    concept: 'socialSecurity',
    en: ['social security number', 'ssn', 'national insurance number'],
    de: ['sozialversicherungsnummer', 'svnummer'],
  },
  {
    concept: 'qualification',
    en: ['qualification', 'skill', 'education'],
    de: ['qualifikation', 'ausbildung', 'fähigkeit'],
  },
  { concept: 'lead', en: ['lead', 'prospect'], de: ['interessent'] },
  { concept: 'opportunity', en: ['opportunity', 'deal'], de: ['verkaufschance', 'chance'] },
  { concept: 'probability', en: ['probability', 'likelihood'], de: ['wahrscheinlichkeit'] },
  { concept: 'industry', en: ['industry', 'sector'], de: ['branche', 'wirtschaftszweig'] },
  { concept: 'segment', en: ['segment', 'tag', 'customer group'], de: ['kundengruppe', 'kundensegment'] },
  { concept: 'activity', en: ['activity', 'task', 'action item'], de: ['aktivität', 'aufgabe'] },
  { concept: 'meeting', en: ['meeting', 'appointment'], de: ['besprechung', 'treffen', 'verabredung'] },
  { concept: 'call', en: ['call', 'phone call'], de: ['anruf', 'telefonat'] },
  { concept: 'ticket', en: ['ticket', 'case', 'support case', 'incident'], de: ['fall', 'störung'] },
  { concept: 'complaint', en: ['complaint', 'claim'], de: ['beschwerde', 'reklamation', 'beanstandung'] },
  { concept: 'consent', en: ['consent', 'opt in', 'permission'], de: ['einwilligung', 'zustimmung'] },
  { concept: 'newsletter', en: ['newsletter', 'mailing'], de: ['rundschreiben'] },
  { concept: 'satisfaction', en: ['satisfaction', 'rating', 'score'], de: ['zufriedenheit', 'bewertung'] },
];
