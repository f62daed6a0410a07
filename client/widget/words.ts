/** What a widget says itself, in the languages that it speaks; what the desk wrote stays as it is. */
import { spokenFor } from '../../shared/language.ts';

export interface Words {
  live: string;
  notStarted: string;
  paused: string;
  ended: string;
  updated: string;
  breaking: string;
  keyEvent: string;
  pinned: string;
  correction: string;
  readMore: string;
  allUpdates: string;
  empty: string;
  delayed: string;
  reconnecting: string;
  offline: string;
  gone: string;
}

const en: Words = {
  live: 'Live',
  notStarted: 'Live coverage hasn’t started yet.',
  paused: 'Live coverage is paused.',
  ended: 'Live coverage has ended.',
  updated: 'Updated',
  breaking: 'Breaking',
  keyEvent: 'Key event',
  pinned: 'Pinned',
  correction: 'Correction:',
  readMore: 'Read more',
  allUpdates: 'All updates',
  empty: 'The first update will appear here.',
  delayed: 'Updates may be delayed.',
  reconnecting: 'Reconnecting…',
  offline: 'You’re offline.',
  gone: 'This live blog is not shown here.',
};

const SPOKEN: Record<string, Words> = {
  en,
  de: {
    live: 'Live',
    notStarted: 'Die Berichterstattung hat noch nicht begonnen.',
    paused: 'Die Berichterstattung ist unterbrochen.',
    ended: 'Die Berichterstattung ist beendet.',
    updated: 'Aktualisiert',
    breaking: 'Eilmeldung',
    keyEvent: 'Wichtig',
    pinned: 'Angeheftet',
    correction: 'Korrektur:',
    readMore: 'Weiterlesen',
    allUpdates: 'Alle Beiträge',
    empty: 'Hier erscheint der erste Beitrag.',
    delayed: 'Beiträge kommen vielleicht verspätet.',
    reconnecting: 'Verbindung wird wiederhergestellt …',
    offline: 'Sie sind offline.',
    gone: 'Dieser Liveblog wird hier nicht gezeigt.',
  },
  es: {
    live: 'En directo',
    notStarted: 'La cobertura aún no ha comenzado.',
    paused: 'La cobertura está en pausa.',
    ended: 'La cobertura ha terminado.',
    updated: 'Actualizado',
    breaking: 'Última hora',
    keyEvent: 'Clave',
    pinned: 'Destacado',
    correction: 'Corrección:',
    readMore: 'Leer más',
    allUpdates: 'Todas las entradas',
    empty: 'La primera entrada aparecerá aquí.',
    delayed: 'Las entradas pueden llegar con retraso.',
    reconnecting: 'Reconectando…',
    offline: 'Sin conexión.',
    gone: 'Esta cobertura no se muestra aquí.',
  },
  fr: {
    live: 'En direct',
    notStarted: 'Le direct n’a pas encore commencé.',
    paused: 'Le direct est en pause.',
    ended: 'Le direct est terminé.',
    updated: 'Mis à jour',
    breaking: 'Alerte',
    keyEvent: 'Temps fort',
    pinned: 'Épinglé',
    correction: 'Correction\u00a0:',
    readMore: 'Lire la suite',
    allUpdates: 'Tout le direct',
    empty: 'La première publication apparaîtra ici.',
    delayed: 'Les publications peuvent arriver en retard.',
    reconnecting: 'Reconnexion…',
    offline: 'Vous êtes hors ligne.',
    gone: 'Ce direct n’est pas affiché ici.',
  },
  uk: {
    live: 'Наживо',
    notStarted: 'Трансляція ще не почалася.',
    paused: 'Трансляцію призупинено.',
    ended: 'Трансляцію завершено.',
    updated: 'Оновлено',
    breaking: 'Терміново',
    keyEvent: 'Головне',
    pinned: 'Закріплено',
    correction: 'Виправлення:',
    readMore: 'Читати далі',
    allUpdates: 'Усі повідомлення',
    empty: 'Перше повідомлення з’явиться тут.',
    delayed: 'Повідомлення можуть надходити із затримкою.',
    reconnecting: 'Відновлюємо з’єднання…',
    offline: 'Немає мережі.',
    gone: 'Ця трансляція тут не показується.',
  },
  ar: {
    live: 'مباشر',
    notStarted: 'لم تبدأ التغطية المباشرة بعد.',
    paused: 'التغطية المباشرة متوقفة مؤقتًا.',
    ended: 'انتهت التغطية المباشرة.',
    updated: 'آخر تحديث',
    breaking: 'عاجل',
    keyEvent: 'حدث رئيسي',
    pinned: 'مثبّت',
    correction: 'تصحيح:',
    readMore: 'اقرأ المزيد',
    allUpdates: 'كل التحديثات',
    empty: 'سيظهر أول تحديث هنا.',
    delayed: 'قد تتأخر التحديثات.',
    reconnecting: 'جارٍ إعادة الاتصال…',
    offline: 'لا يوجد اتصال بالشبكة.',
    gone: 'هذه التغطية غير معروضة هنا.',
  },
};

/** The words in this language (BCP 47), in English where the widget does not speak it. */
export function wordsIn(language: string): { words: Words; language: string } {
  const spoken = spokenFor(language, Object.keys(SPOKEN));
  return spoken ? { words: SPOKEN[spoken]!, language } : { words: en, language: 'en' };
}
