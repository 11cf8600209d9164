import en from '../messages/en.json';
import zh from '../messages/zh.json';
import { locale } from './api';

export type Message = keyof typeof zh;
const chinese = locale.startsWith('zh');
const said: Record<Message, string> = chinese ? zh : en;

/** A message of the page in the reader's language. */
export const t = (key: Message, values: Record<string, string | number> = {}): string => (said[(values.n === 1 && `${key}.one` in said ? `${key}.one` : key) as Message]).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
export const number = new Intl.NumberFormat(chinese ? 'zh-CN' : 'en');
export const day = (instant: string): string => new Intl.DateTimeFormat(chinese ? 'zh-CN' : 'en-GB', { dateStyle: 'long' }).format(new Date(instant));

export const moment = (instant: string): string => new Intl.DateTimeFormat(chinese ? 'zh-CN' : 'en-GB', { dateStyle: 'long', timeStyle: 'medium' }).format(new Date(instant));

/** The words of the enums, as the API tells them. */
let table: Promise<Record<string, Record<string, string>>> | undefined;
export const enums = () => (table ??= fetch(`/words/${locale}.json`).then((r) => r.json() as Promise<Record<string, Record<string, string>>>));
