// Data types and segments of HL7 version 2.5 as the guides here use them, described in our own words. Fields behind the last one that is
// described are read as they stand.
import { defineCodes, defineSegments, defineTypes } from '../messages/define-segments.ts';
import type { SegmentDefinition } from '../messages/guide.ts';

const codes = defineCodes({
  '0001': 'F Female | M Male | O Other | U Unknown | A Ambiguous | N Not applicable',
  '0002': 'S Single | M Married | D Divorced | W Widowed | A Separated | P Domestic partner | U Unknown',
  '0004': 'E Emergency | I Inpatient | O Outpatient | P Preadmit | R Recurring | B Obstetrics | N Not applicable',
  '0038':
    'A Some, but not all, results | CA Cancelled | CM Completed | DC Discontinued | ER Error | HD On hold | IP In process | SC Scheduled',
  '0052': 'A Admitting | W Working | F Final',
  '0063':
    'SPO Spouse | CHD Child | PAR Parent | MTH Mother | FTH Father | EMC Emergency contact | GRD Guardian | OTH Other | SEL Self | SIB Sibling',
  '0078':
    'L Below low normal | H Above high normal | LL Below lower panic limits | HH Above upper panic limits | N Normal | A Abnormal | AA Very abnormal',
  '0085':
    'F Final | P Preliminary | C Corrected | X Cannot be obtained | R Not verified | D Deleted | I Pending | W Wrong',
  '0119':
    'NW New order | OK Accepted | CA Cancel | RE Observations to follow | SC Status changed | XO Change | DC Discontinue',
  '0123':
    'F Final | P Preliminary | C Corrected | X Cancelled | O Received, no results yet | I Specimen received | S Scheduled | A Some results | R Stored, not verified',
  '0125':
    'NM Number | ST Text | CE Code | CWE Code | TX Long text | FT Formatted text | DT Date | TM Time | TS Date and time | SN Structured number | ED Encapsulated data | RP Reference pointer',
  '0127':
    'DA Drug | FA Food | MA Miscellaneous | MC Contraindication | EA Environmental | LA Pollen | PA Plant | AA Animal',
  '0128': 'SV Severe | MO Moderate | MI Mild | U Unknown',
  '0190':
    'H Home | O Office | M Mailing | C Current or temporary | B Firm or business | P Permanent | L Legal | BA Bad address',
  '0200': 'L Legal | D Display | M Maiden | A Alias | N Nickname | B At birth | C Adopted | S Pseudonym',
  '0201':
    'PRN Primary residence | ORN Other residence | WPN Work | NET Network (e-mail) address | EMR Emergency | BPN Beeper | VHN Vacation home',
  '0202': 'PH Telephone | FX Fax | CP Mobile telephone | BP Beeper | Internet Internet address | X.400 X.400 address',
  '0203':
    'MR Medical record number | PI Patient internal id | VN Visit number | SS Social security number | NI National id | DL Driving licence | PPN Passport | AN Account number | XX Organisation id | NH National health id | RI Resource id',
});

const coded =
  'ST/20 Code | ST/199 Text | ID/20 Coding system | ST/20 Other code | ST/199 Other text | ID/20 Other coding system';
const person = 'ST/194 Family name | ST/30 Given name | ST/30 Further given names | ST/20 Suffix | ST/20 Prefix';

const dictionary = defineTypes(
  {
    HD: 'IS/20 Namespace | ST/199 Universal id | ID/6 Kind of universal id',
    EI: 'ST/199 Id | IS/20 Namespace | ST/199 Universal id | ID/6 Kind of universal id',
    EIP: 'EI Placer | EI Filler',
    CE: coded,
    CWE: `${coded} | ST/10 Version | ST/10 Other version | ST/199 Original text`,
    CX: 'ST/199 Id | ST/1 Check digit | ID/3 Scheme of the check digit | HD Assigning authority | ID/5~ 0203 Kind of id | HD Assigning facility | DT Valid from | DT Valid until',
    XPN: `${person} | IS/6 Degree | ID/1~ 0200 Kind of name | ID/1 Representation`,
    XAD: 'ST/184 Street | ST/120 Further line | ST/50 City | ST/50 State or province | ST/12 Postal code | ID/3 Country | ID/3~ 0190 Kind of address | ST/50 Other geographic designation | IS/20 County',
    XTN: 'ST/199 Number | ID/3~ 0201 Use | ID/8 0202 Equipment | ST/199 E-mail address | ST/3 Country code | ST/5 Area code | ST/9 Local number | ST/5 Extension | ST/199 Any text',
    XCN: `ST/15 Id | ${person} | IS/5 Degree | IS/4 Source table | HD Assigning authority | ID/1 0200 Kind of name | ST/1 Check digit | ID/3 Scheme of the check digit | IS/5 0203 Kind of id | HD Assigning facility`,
    XON: 'ST/50 Name | IS/20 Kind of name | NM/4 Number | NM/1 Check digit | ID/3 Scheme of the check digit | HD Assigning authority | ID/5 0203 Kind of id | HD Assigning facility | ID/1 Representation | ST/20 Id',
    PL: 'IS/20 Point of care | IS/20 Room | IS/20 Bed | HD Facility | IS/20 Status | IS/20 Kind of place | IS/20 Building | IS/20 Floor | ST/199 Description',
    DLN: 'ST/20 Number | IS/20 Issuing state or country | DT Valid until',
    FC: 'IS/20 Class | TS Effective',
    CQ: 'NM/16 Quantity | CE Unit',
    MO: 'NM/16 Amount | ID/3 Currency',
    CP: 'MO Price | ID/2 Kind of price',
    MSG: 'ID/3! Message | ID/3 Event | ID/7 Structure',
    PT: 'ID/1 Processing | ID/1 Mode',
    VID: 'ID/5 Version | CE Country | CE Country version',
    /** Of a type that another field names: its components are text. */
    VAR: 'ST Value | ST Second component | ST Third component | ST Fourth component | ST Fifth component | ST Sixth component',
  },
  codes,
);

const header =
  'ST/1! Field separator | ST/5! Encoding characters | HD Sending application | HD Sending facility | HD Receiving application | HD Receiving facility | TS Date and time | ST/40 Security';

export const hl7Segments: Readonly<Record<string, SegmentDefinition>> = defineSegments(
  {
    FHS: `File header | ${header} | ST/20 Name | ST/80 Comment | ST/20 Control id | ST/20 Reference`,
    BHS: `Batch header | ${header} | ST/20 Name | ST/80 Comment | ST/20 Control id | ST/20 Reference`,
    MSH: `Message header | ${header} | MSG! Message type | ST/199! Control id | PT! Processing | VID! Version | NM/15 Sequence number | ST/180 Continuation | ID/2 Accept acknowledgement | ID/2 Application acknowledgement | ID/3 Country | ID/16* Character set | CE Language | ID/20 Character set handling | EI* Profile`,
    AL1: 'Allergy | SI/4! Set id | CE 0127 Kind of allergy | CE! Allergy | CE 0128 Severity | ST/15* Reaction | DT Identified',
    DG1: 'Diagnosis | SI/4! Set id | ID/2 Coding method | CE Diagnosis | ST/40 Description | TS Date and time | IS/2! 0052 Kind of diagnosis | CE Major category | CE Group | ID/2 Approval | IS/2 Review | CE Outlier type | NM/3 Outlier days | CP Outlier cost | ST/4 Grouper version | ID/2 Priority | XCN* Clinician | IS/3 Classification | ID/1 Confidential | TS Attested',
    EVN: 'Event | ID/3 Event | TS Recorded | TS Planned | IS/3 Reason | XCN* Operator | TS Occurred | HD Facility',
    GT1: 'Guarantor | SI/4! Set id | CX* Number | XPN*! Name | XPN* Spouse | XAD* Address | XTN* Telephone at home | XTN* Telephone at work | TS Date of birth | IS/1 0001 Sex | IS/2 Kind of guarantor | CE 0063 Relationship | ST/11 Social security number | DT From | DT Until | NM/2 Priority',
    IN1: 'Insurance | SI/4! Set id | CE! Plan | CX*! Company id | XON* Company | XAD* Address of the company | XPN* Contact | XTN* Telephone | ST/12 Group number | XON* Group | CX* Group of the employer | XON* Employer | DT Plan from | DT Plan until | ST/239 Authorisation | IS/3 Kind of plan | XPN* Insured | CE 0063 Relationship to the patient | TS Date of birth of the insured | XAD* Address of the insured | IS/2 Assignment of benefits | IS/2 Coordination of benefits | ST/2 Priority',
    NK1: 'Next of kin | SI/4! Set id | XPN* Name | CE 0063 Relationship | XAD* Address | XTN* Telephone | XTN* Telephone at work | CE Role | DT From | DT Until | ST/60 Job | ST/20 Job class | CX Employee number | XON* Organisation | CE 0002 Marital status | IS/1 0001 Sex | TS Date of birth',
    NTE: 'Note | SI/4 Set id | ID/8 Source | FT/65536* Comment | CE Kind of comment',
    OBR: 'Order of observations | SI/4 Set id | EI Placer order | EI Filler order | CE! Service | ID/2 Priority | TS Requested | TS Observed from | TS Observed until | CQ Collected volume | XCN* Collector | ID/1 Specimen action | CE Danger | ST/300 Clinical information | TS Specimen received | ST/300 Specimen source | XCN* Ordering clinician | XTN* Call-back number | ST/60 Placer field 1 | ST/60 Placer field 2 | ST/60 Filler field 1 | ST/60 Filler field 2 | TS Results reported | ST Charge | ID/10 Diagnostic service | ID/1 0123 Status | ST Parent result | ST* Quantity and timing | XCN* Copies to | EIP Parent | ID/20 Transportation | CE* Reason | ST Principal interpreter',
    OBX: 'Observation | SI/4 Set id | ID/3 0125 Type of the value | CE!~ Observation | ST/20 Sub-id | VAR* Value | CE Unit | ST/60 Reference range | IS/5* 0078 Abnormal | NM/5 Probability | ID/2* Nature of the abnormality | ID/1! 0085 Status | TS Reference range from | ST/20 Access checks | TS Observed | CE Producer | XCN* Observer | CE* Method | EI* Equipment | TS Analysed',
    ORC: 'Order | ID/2! 0119 Order control | EI Placer order | EI Filler order | EI Placer group | ID/2 0038 Status | ID/1 Response | ST* Quantity and timing | EIP Parent | TS Entered | XCN* Entered by | XCN* Verified by | XCN* Ordering clinician | PL Place of entry | XTN* Call-back number | TS Effective | CE Reason | CE Organisation | CE Device | XCN* Action by',
    PD1: 'Further data of the patient | IS/2* Living dependency | IS/2 Living arrangement | XON* Primary facility | XCN* Primary clinician | IS/2 Student | IS/2 Handicap | IS/2 Living will | IS/2 Organ donor | ID/1 Separate bill | CX* Duplicate patient | CE Publicity | ID/1 Protected',
    PID: 'Patient | SI/4 Set id | CX Patient id | CX*! Patient identifier list | CX* Alternate id | XPN*! Name | XPN* Name of the mother | TS Date of birth | IS/1 0001 Sex | XPN* Alias | CE* Race | XAD* Address | IS/4 County | XTN* Telephone at home | XTN* Telephone at work | CE Language | CE 0002 Marital status | CE Religion | CX Account number | ST/16 Social security number | DLN Driving licence | CX* Id of the mother | CE* Ethnic group | ST/250 Birth place | ID/1 Multiple birth | NM/2 Birth order | CE* Citizenship | CE Veteran status | CE Nationality | TS Death | ID/1 Dead',
    PR1: 'Procedure | SI/4! Set id | IS/3 Coding method | CE! Procedure | ST/40 Description | TS! Date and time | IS/2 Kind of procedure | NM/4 Minutes | XCN* Anaesthetist | IS/2 Anaesthesia | NM/4 Anaesthesia minutes | XCN* Surgeon | XCN* Practitioner | CE Consent | ID/2 Priority | CE Diagnosis',
    PV1: 'Visit | SI/4 Set id | IS/1! 0004 Class of the patient | PL Assigned place | IS/2 Kind of admission | CX Preadmit number | PL Earlier place | XCN* Attending clinician | XCN* Referring clinician | XCN* Consulting clinician | IS/3 Service | PL Temporary place | IS/2 Preadmit test | IS/2 Readmission | IS/6 Source of admission | IS/2* Ambulatory status | IS/2 VIP | XCN* Admitting clinician | IS/2 Kind of patient | CX Visit number | FC* Financial class | IS/2 Charge price | IS/2 Courtesy | IS/2 Credit rating | IS/2* Contract | DT* Contract from | NM/12* Contract amount | NM/3* Contract period | IS/2 Interest | IS/4 Bad debt | DT Bad debt date | IS/10 Bad debt agency | NM/12 Bad debt amount | NM/12 Bad debt recovered | IS/1 Account deleted | DT Account deleted on | IS/3 Discharge disposition | ST/47 Discharged to | CE Diet | IS/2 Servicing facility | IS/1 Bed status | IS/2 Account status | PL Pending place | PL Earlier temporary place | TS Admitted | TS* Discharged | NM/12 Balance | NM/12 Charges | NM/12 Adjustments | NM/12 Payments | CX Alternate visit id | IS/1 Visit indicator | XCN* Other clinician',
    PV2: 'Further data of the visit | PL Earlier pending place | CE Accommodation | CE Reason of admission | CE Reason of transfer | ST/25* Valuables | ST/25 Place of valuables | IS/2* User code | TS Expected admission | TS Expected discharge | NM/3 Expected days | NM/3 Actual days | ST/50 Description | XCN* Referral source | DT Earlier service | ID/1 Employment related | IS/1 Purge status',
    SPM: 'Specimen | SI/4 Set id | EIP Specimen id | EIP* Parents | CWE! Kind of specimen | CWE* Modifier | CWE* Additives | CWE Collection method | CWE Source site | CWE* Source site modifier | CWE Collection site | CWE* Role | CQ Amount | NM/6 Group count | ST/250* Description',
    TQ1: 'Timing | SI/4 Set id | CQ Quantity | ST* Repeat pattern | TM* Time | CQ* Relative time | CQ Duration | TS Start | TS End | CWE* Priority | ST/250 Condition | ST/250 Instruction',
    BTS: 'Batch trailer | ST/10 Number of messages | ST/80 Comment | NM/100* Totals',
    FTS: 'File trailer | NM/10 Number of batches | ST/80 Comment',
  },
  dictionary,
);
