<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AcceptanceView</name>
    <message>
        <source>Acceptance by kind of text</source>
        <translation>Akzeptanz nach Art des Textes</translation>
    </message>
    <message>
        <source>Acceptance by place in the draft</source>
        <translation>Akzeptanz nach Platz im Entwurf</translation>
    </message>
    <message>
        <source>No guess has been tested in this reply, so there is nothing to count.</source>
        <translation>In dieser Antwort wurde kein Vorschlag geprüft, also gibt es nichts zu zählen.</translation>
    </message>
    <message>
        <source>By kind of text</source>
        <translation>Nach Art des Textes</translation>
    </message>
    <message>
        <source>Accepted guesses out of those that the target tested there.</source>
        <translation>Angenommene von den Vorschlägen, die das Zielmodell dort geprüft hat.</translation>
    </message>
    <message>
        <source>By place in the draft</source>
        <translation>Nach Platz im Entwurf</translation>
    </message>
    <message>
        <source>Later guesses build on earlier ones. Those behind the first refused guess are never tested and count nowhere.</source>
        <translation>Spätere Vorschläge bauen auf früheren auf. Was hinter dem ersten abgelehnten steht, wird nie geprüft und zählt nirgends.</translation>
    </message>
    <message>
        <source>Acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>Guess {number}</source>
        <translation>Vorschlag {number}</translation>
    </message>
    <message>
        <source>Prose</source>
        <translation>Prosa</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Überlegung</translation>
    </message>
</context>
<context>
    <name>ActionRow</name>
    <message>
        <source>More that can be done with this message</source>
        <translation>Was sich mit dieser Nachricht noch tun lässt</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;New chat</source>
        <translation>&amp;Neuer Chat</translation>
    </message>
    <message>
        <source>Search c&amp;hats</source>
        <translation>Chats &amp;suchen</translation>
    </message>
    <message>
        <source>Re&amp;name chat</source>
        <translation>Chat &amp;umbenennen</translation>
    </message>
    <message>
        <source>P&amp;in chat</source>
        <translation>Chat an&amp;heften</translation>
    </message>
    <message>
        <source>&amp;Delete chat</source>
        <translation>Chat &amp;löschen</translation>
    </message>
    <message>
        <source>&amp;Export chat…</source>
        <translation>Chat e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Export a&amp;ll chats…</source>
        <translation>Alle Chats exportie&amp;ren…</translation>
    </message>
    <message>
        <source>I&amp;mport chats…</source>
        <translation>Chats &amp;importieren…</translation>
    </message>
    <message>
        <source>&amp;Attach text files…</source>
        <translation>&amp;Textdateien anhängen…</translation>
    </message>
    <message>
        <source>System &amp;prompt and sampling…</source>
        <translation>S&amp;ystem-Prompt und Sampling…</translation>
    </message>
    <message>
        <source>&amp;Regenerate reply</source>
        <translation>Antwort neu &amp;erzeugen</translation>
    </message>
    <message>
        <source>C&amp;ontinue reply</source>
        <translation>Antwort &amp;fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Practice pair (answers only as good as its 135M model)</source>
        <translation>Ü&amp;bungspaar (Antworten nur so gut wie sein 135M-Modell)</translation>
    </message>
    <message>
        <source>S&amp;tarter model alone (135M, drafts from the chat itself)</source>
        <translation>&amp;Startermodell allein (135M, Entwürfe aus dem Chat selbst)</translation>
    </message>
    <message>
        <source>&amp;Open target GGUF…</source>
        <translation>&amp;Zielmodell öffnen (GGUF)…</translation>
    </message>
    <message>
        <source>Add &amp;draft GGUF to this target…</source>
        <translation>&amp;Entwurfsmodell hinzufügen (GGUF)…</translation>
    </message>
    <message>
        <source>Use this target &amp;without a draft</source>
        <translation>Zielmodell &amp;ohne Entwurfsmodell verwenden</translation>
    </message>
    <message>
        <source>&amp;Speculation</source>
        <translation>&amp;Spekulation</translation>
    </message>
    <message>
        <source>&amp;Learn from my chats</source>
        <translation>Aus &amp;meinen Chats lernen</translation>
    </message>
    <message>
        <source>&amp;Forget what was learned…</source>
        <translation>&amp;Gelerntes vergessen…</translation>
    </message>
    <message>
        <source>Show &amp;origins of tokens</source>
        <translation>&amp;Herkunft der Token zeigen</translation>
    </message>
    <message>
        <source>Show replies as they were &amp;written</source>
        <translation>Antworten als &amp;Rohtext zeigen</translation>
    </message>
    <message>
        <source>Show the list of &amp;chats</source>
        <translation>&amp;Chatliste zeigen</translation>
    </message>
    <message>
        <source>Show the &amp;inspector</source>
        <translation>&amp;Inspektor zeigen</translation>
    </message>
    <message>
        <source>Se&amp;veral answers…</source>
        <translation>&amp;Mehrere Antworten…</translation>
    </message>
    <message>
        <source>Compare two &amp;settings…</source>
        <translation>Zwei Einstellungen &amp;vergleichen…</translation>
    </message>
    <message>
        <source>Check &amp;parity of the last reply</source>
        <translation>&amp;Parität der letzten Antwort prüfen</translation>
    </message>
    <message>
        <source>Go to the &amp;message box</source>
        <translation>Zum &amp;Eingabefeld</translation>
    </message>
    <message>
        <source>Go to the &amp;conversation</source>
        <translation>Zum Chat&amp;verlauf</translation>
    </message>
    <message>
        <source>Go to the latest &amp;notice</source>
        <translation>Zur neuesten &amp;Meldung</translation>
    </message>
    <message>
        <source>&amp;Larger text</source>
        <translation>Schrift &amp;größer</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>Schrift &amp;kleiner</translation>
    </message>
    <message>
        <source>&amp;Usual size of text</source>
        <translation>&amp;Übliche Schriftgröße</translation>
    </message>
    <message>
        <source>&amp;Load the pair again</source>
        <translation>Paar neu &amp;laden</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>Change &amp;keys…</source>
        <translation>&amp;Tastenkürzel ändern…</translation>
    </message>
    <message>
        <source>&amp;All commands…</source>
        <translation>&amp;Alle Befehle…</translation>
    </message>
    <message>
        <source>&amp;Keys at a glance</source>
        <translation>&amp;Tastenkürzel im Überblick</translation>
    </message>
    <message>
        <source>What the &amp;colours mean</source>
        <translation>Was die &amp;Farben bedeuten</translation>
    </message>
    <message>
        <source>&amp;Diagnostics…</source>
        <translation>&amp;Diagnose…</translation>
    </message>
    <message>
        <source>Check for &amp;updates…</source>
        <translation>Nach &amp;Updates suchen…</translation>
    </message>
    <message>
        <source>&amp;About Paceline</source>
        <translation>Ü&amp;ber Paceline</translation>
    </message>
    <message>
        <source>Local se&amp;rver…</source>
        <translation>&amp;Lokaler Server…</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>&amp;Mit einem Server verbinden…</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Token for the Hub…</source>
        <translation>&amp;Token für den Hub…</translation>
    </message>
    <message>
        <source>&amp;Chat</source>
        <translation>&amp;Chat</translation>
    </message>
    <message>
        <source>&amp;Pair</source>
        <translation>&amp;Paar</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Like the system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>L&amp;ight</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Hoher &amp;Kontrast</translation>
    </message>
    <message>
        <source>&amp;Recommended pairs…</source>
        <translation>&amp;Empfohlene Paare…</translation>
    </message>
    <message>
        <source>&amp;Search the Hugging Face Hub…</source>
        <translation>Im &amp;Hugging Face Hub suchen…</translation>
    </message>
    <message>
        <source>&amp;Installed models…</source>
        <translation>&amp;Installierte Modelle…</translation>
    </message>
    <message>
        <source>&amp;Downloads of models…</source>
        <translation>&amp;Downloads von Modellen…</translation>
    </message>
    <message>
        <source>&amp;Check whether two models fit…</source>
        <translation>&amp;Prüfen, ob zwei Modelle passen…</translation>
    </message>
</context>
<context>
    <name>Amounts</name>
    <message>
        <source>{count} k</source>
        <translation>{count} Tsd.</translation>
    </message>
    <message>
        <source>{count} M</source>
        <translation>{count} Mio.</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>gestern</translation>
    </message>
    <message>
        <source>{count} days ago</source>
        <translation>vor {count} Tagen</translation>
    </message>
    <message>
        <source>{count} mo. ago</source>
        <translation>vor {count} Mon.</translation>
    </message>
    <message>
        <source>{count} y. ago</source>
        <translation>vor {count} J.</translation>
    </message>
</context>
<context>
    <name>AnswerColumn</name>
    <message>
        <source>Answer {number}</source>
        <translation>Antwort {number}</translation>
    </message>
    <message>
        <source>Go on with &amp;{number}</source>
        <translation>Weiter mit &amp;{number}</translation>
    </message>
    <message>
        <source>Go on with answer {number}</source>
        <translation>Mit Antwort {number} weitermachen</translation>
    </message>
    <message>
        <source>All answers are kept as branches of the chat; this one is shown</source>
        <translation>Alle Antworten bleiben als Zweige des Chats erhalten; diese wird gezeigt</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>cut at the limit</source>
        <translation>an der Grenze abgeschnitten</translation>
    </message>
    <message>
        <source>context full</source>
        <translation>Kontext voll</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>comparing replies</source>
        <translation>Antworten vergleichen</translation>
    </message>
</context>
<context>
    <name>AttachmentChip</name>
    <message>
        <source>Attached file {name}, {size}</source>
        <translation>Angehängte Datei {name}, {size}</translation>
    </message>
    <message>
        <source>Show the text of the file</source>
        <translation>Den Text der Datei zeigen</translation>
    </message>
</context>
<context>
    <name>AttachmentDialog</name>
    <message>
        <source>Text of {name}</source>
        <translation>Text von {name}</translation>
    </message>
</context>
<context>
    <name>AttachmentTray</name>
    <message>
        <source>Attached files</source>
        <translation>Angehängte Dateien</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>&amp;Dismiss</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>{branch} of {branches}</source>
        <translation>{branch} von {branches}</translation>
    </message>
    <message>
        <source>Previous branch</source>
        <translation>Voriger Zweig</translation>
    </message>
    <message>
        <source>Next branch</source>
        <translation>Nächster Zweig</translation>
    </message>
    <message>
        <source>Branch {place}</source>
        <translation>Zweig {place}</translation>
    </message>
</context>
<context>
    <name>BrowsePage</name>
    <message>
        <source>Repositories</source>
        <translation>Repositorys</translation>
    </message>
    <message>
        <source>Leave nothing out</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>The Hub is being asked</source>
        <translation>Der Hub wird gefragt</translation>
    </message>
    <message>
        <source>Choose a repository to see its models.</source>
        <translation>Ein Repository wählen, um seine Modelle zu sehen.</translation>
    </message>
    <message>
        <source>Nothing among the first pages. Other filters may find more.</source>
        <translation>Auf den ersten Seiten ist nichts dabei. Andere Filter finden vielleicht mehr.</translation>
    </message>
    <message>
        <source>Nothing was found. Try other words, or leave out less.</source>
        <translation>Nichts gefunden. Andere Wörter oder weniger Filter versuchen.</translation>
    </message>
    <message>
        <source>Asking the Hub…</source>
        <translation>Der Hub wird gefragt…</translation>
    </message>
    <message>
        <source>{count} found so far; scroll for more</source>
        <translation>Bisher {count} gefunden; Scrollen zeigt mehr</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>{count} gefunden</translation>
    </message>
    <message>
        <source>&amp;Use the Hub</source>
        <translation>Den Hub &amp;nutzen</translation>
    </message>
    <message>
        <source>Accept its &amp;terms…</source>
        <translation>&amp;Bedingungen annehmen…</translation>
    </message>
    <message>
        <source>&amp;Enter a token…</source>
        <translation>&amp;Token eingeben…</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;versuchen</translation>
    </message>
</context>
<context>
    <name>BubbleEditor</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send the changed message</source>
        <translation>Die geänderte Nachricht senden</translation>
    </message>
    <message>
        <source>Send the changed message (Enter)</source>
        <translation>Die geänderte Nachricht senden (Eingabetaste)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Leave the message as it was</source>
        <translation>Die Nachricht lassen, wie sie war</translation>
    </message>
    <message>
        <source>Leave the message as it was (Esc)</source>
        <translation>Die Nachricht lassen, wie sie war (Esc)</translation>
    </message>
</context>
<context>
    <name>Budget</name>
    <message>
        <source>{used} of {context} tokens</source>
        <translation>{used} von {context} Token</translation>
    </message>
    <message>
        <source>This message takes {message} tokens; {room} are left for the reply.</source>
        <translation>Diese Nachricht braucht {message} Token; für die Antwort bleiben {room}.</translation>
    </message>
    <message>
        <source>The reply ends there, even in the middle of a sentence.</source>
        <translation>Dort endet die Antwort, auch mitten im Satz.</translation>
    </message>
    <message>
        <source>The conversation is {excess} tokens too long for the context.</source>
        <translation>Das Gespräch ist um {excess} Token zu lang für den Kontext.</translation>
    </message>
    <message>
        <source>It would be refused: shorten the message, remove a file, or start a new chat.</source>
        <translation>Es würde abgelehnt: die Nachricht kürzen, eine Datei entfernen oder einen neuen Chat beginnen.</translation>
    </message>
    <message>
        <source>The model will forget the oldest messages to make room.</source>
        <translation>Das Modell wird die ältesten Nachrichten vergessen, um Platz zu schaffen.</translation>
    </message>
    <message>
        <source>The model will forget messages in the middle to make room.</source>
        <translation>Das Modell wird Nachrichten aus der Mitte vergessen, um Platz zu schaffen.</translation>
    </message>
</context>
<context>
    <name>Candidates</name>
    <message>
        <source>on the Hub</source>
        <translation>auf dem Hub</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Download of {pair}</source>
        <translation>Download von {pair}</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Holen</translation>
    </message>
    <message>
        <source>Get {pair}</source>
        <translation>{pair} holen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the download of {pair}</source>
        <translation>Den Download von {pair} zeigen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Load {pair}</source>
        <translation>{pair} laden</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Check {pair}</source>
        <translation>{pair} prüfen</translation>
    </message>
    <message>
        <source>Reads a few megabytes of both files and tells whether they fit together.</source>
        <translation>Liest einige Megabyte beider Dateien und sagt, ob sie zusammenpassen.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Source of {pair}</source>
        <translation>Quelle von {pair}</translation>
    </message>
    <message>
        <source>Best for this machine</source>
        <translation>Am besten für diesen Rechner</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Tight</source>
        <translation>Knapp</translation>
    </message>
    <message>
        <source>Too large for this machine</source>
        <translation>Zu groß für diesen Rechner</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>Download: {size}</translation>
    </message>
    <message>
        <source>drafts from {drafter}</source>
        <translation>Entwürfe: {drafter}</translation>
    </message>
    <message>
        <source>licence {licence}</source>
        <translation>Lizenz: {licence}</translation>
    </message>
</context>
<context>
    <name>Catalog</name>
    <message>
        <source>The lightest real pair. Its draft is the starter that Paceline installs anyway.</source>
        <translation>Das leichteste echte Paar. Sein Entwurfsmodell ist das Startermodell, das Paceline ohnehin installiert.</translation>
    </message>
    <message>
        <source>No draft model: repetitions in the text itself are the guesses. Best where answers copy.</source>
        <translation>Kein Entwurfsmodell: Wiederholungen im Text selbst sind die Vorschläge. Am besten, wo Antworten viel übernehmen.</translation>
    </message>
    <message>
        <source>The most capable that fits into 4 GB; no model of its family is small enough to guess for it.</source>
        <translation>Das fähigste, das in 4 GB passt; kein Modell seiner Familie ist klein genug, um ihm vorzuschlagen.</translation>
    </message>
    <message>
        <source>Answers well for its size; fits a laptop with 8 GB.</source>
        <translation>Antwortet gut für seine Größe; passt auf einen Laptop mit 8 GB.</translation>
    </message>
    <message>
        <source>At home in many languages; its draft costs next to nothing.</source>
        <translation>In vielen Sprachen zu Hause; sein Entwurfsmodell kostet fast nichts.</translation>
    </message>
    <message>
        <source>A good everyday pair for 16 GB of memory.</source>
        <translation>Ein gutes Alltagspaar für 16 GB Speicher.</translation>
    </message>
    <message>
        <source>A widely used target; the 1B of Llama 3.2 shares its vocabulary.</source>
        <translation>Ein weit verbreitetes Zielmodell; das 1B von Llama 3.2 hat dasselbe Vokabular.</translation>
    </message>
    <message>
        <source>For code, where guesses are right most often.</source>
        <translation>Für Code, wo Vorschläge am häufigsten stimmen.</translation>
    </message>
    <message>
        <source>A tiny draft for a strong target in many languages.</source>
        <translation>Ein winziges Entwurfsmodell für ein starkes Zielmodell in vielen Sprachen.</translation>
    </message>
    <message>
        <source>The larger the target beside its draft, the more each accepted guess saves.</source>
        <translation>Je größer das Zielmodell gegenüber seinem Entwurfsmodell, desto mehr spart jeder angenommene Vorschlag.</translation>
    </message>
    <message>
        <source>Reasons before it answers, and quickly, for a token reads only a sixth of it; no smaller sister guesses for it.</source>
        <translation>Überlegt vor der Antwort, und das schnell, denn ein Token liest nur ein Sechstel davon; keine kleinere Schwester macht ihm Vorschläge.</translation>
    </message>
    <message>
        <source>A small model taught by the target guesses for it.</source>
        <translation>Ein kleines, vom Zielmodell unterrichtetes Modell macht ihm Vorschläge.</translation>
    </message>
    <message>
        <source>The largest Gemma 3, with the smallest as its draft.</source>
        <translation>Das größte Gemma 3, mit dem kleinsten als Entwurfsmodell.</translation>
    </message>
    <message>
        <source>As quick as a small model, for a token reads only a ninth of it; a good choice without a graphics card.</source>
        <translation>So schnell wie ein kleines Modell, denn ein Token liest nur ein Neuntel davon; eine gute Wahl ohne Grafikkarte.</translation>
    </message>
    <message>
        <source>The largest dense Qwen3: slow alone, and so it gains most from a draft.</source>
        <translation>Das größte dichte Qwen3: allein langsam, daher gewinnt es am meisten durch ein Entwurfsmodell.</translation>
    </message>
    <message>
        <source>For code, on one graphics card of 24 GB.</source>
        <translation>Für Code, auf einer Grafikkarte mit 24 GB.</translation>
    </message>
    <message>
        <source>Thinks aloud at length; its small sister learned from the same teacher and guesses well.</source>
        <translation>Denkt ausführlich laut nach; seine kleine Schwester lernte beim selben Lehrer und schlägt gut vor.</translation>
    </message>
    <message>
        <source>Strong in text of every kind; about half of what its small sister guesses is right.</source>
        <translation>Stark in Texten aller Art; etwa die Hälfte der Vorschläge seiner kleinen Schwester stimmt.</translation>
    </message>
    <message>
        <source>The same model with eight bits for each weight, where memory allows.</source>
        <translation>Dasselbe Modell mit acht Bit je Gewicht, wo der Speicher reicht.</translation>
    </message>
    <message>
        <source>Large and dependable; its draft is a fiftieth of its size.</source>
        <translation>Groß und verlässlich; sein Entwurfsmodell hat ein Fünfzigstel seiner Größe.</translation>
    </message>
    <message>
        <source>The largest dense Qwen; its draft&apos;s vocabulary ends 128 unused tokens earlier, which is allowed.</source>
        <translation>Das größte dichte Qwen; das Vokabular seines Entwurfsmodells endet 128 unbenutzte Token früher, was erlaubt ist.</translation>
    </message>
    <message>
        <source>The most capable here, and quick, for a token reads only a twentieth of it.</source>
        <translation>Das fähigste hier, und schnell, denn ein Token liest nur ein Zwanzigstel davon.</translation>
    </message>
</context>
<context>
    <name>ChatDelegate</name>
    <message>
        <source>Title of the chat</source>
        <translation>Titel des Chats</translation>
    </message>
</context>
<context>
    <name>ChatFiles</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Page with the origins of tokens (*.html)</source>
        <translation>Seite mit der Herkunft der Token (*.html)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Everything, to be imported again (*.json)</source>
        <translation>Alles, zum späteren Import (*.json)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>Gespeichert als {path}.</translation>
    </message>
    <message>
        <source>Import chats of Paceline, ChatGPT or LM Studio</source>
        <translation>Chats aus Paceline, ChatGPT oder LM Studio importieren</translation>
    </message>
    <message>
        <source>Exported chats (*.json *.zip)</source>
        <translation>Exportierte Chats (*.json *.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Reading {name}…</source>
        <translation>{name} wird gelesen…</translation>
    </message>
    <message numerus="yes">
        <source>%n chat(s) imported.</source>
        <translation>
            <numerusform>%n Chat importiert.</numerusform>
            <numerusform>%n Chats importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>The chat was imported.</source>
        <translation>Der Chat wurde importiert.</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
</context>
<context>
    <name>ChatListModel</name>
    <message>
        <source>{title}
Last changed {when}</source>
        <translation>{title}
Zuletzt geändert {when}</translation>
    </message>
    <message>
        <source>{title}, open</source>
        <translation>{title}, geöffnet</translation>
    </message>
    <message>
        <source>{title}, pinned</source>
        <translation>{title}, angeheftet</translation>
    </message>
</context>
<context>
    <name>ChatPairs</name>
    <message>
        <source>This chat was written with {pair}.</source>
        <translation>Dieser Chat wurde mit einem anderen Paar geschrieben: {pair}.</translation>
    </message>
    <message>
        <source>&amp;Load it</source>
        <translation>La&amp;den</translation>
    </message>
</context>
<context>
    <name>ChatRendering</name>
    <message>
        <source>Reading the prompt, {count} tokens</source>
        <translation>Der Prompt wird gelesen, {count} Token</translation>
    </message>
    <message>
        <source>The reply has ended. {figures}</source>
        <translation>Die Antwort ist zu Ende. {figures}</translation>
    </message>
</context>
<context>
    <name>ChatRows</name>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>Diese Woche</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
</context>
<context>
    <name>ChatSession</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>going on with a reply that was cut</source>
        <translation>eine abgeschnittene Antwort fortsetzen</translation>
    </message>
    <message>
        <source>it is not running</source>
        <translation>sie läuft nicht</translation>
    </message>
    <message>
        <source>loading the pair</source>
        <translation>Laden des Paars</translation>
    </message>
</context>
<context>
    <name>Chats</name>
    <message>
        <source>Deleted “{title}”.</source>
        <translation>„{title}“ gelöscht.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
</context>
<context>
    <name>Chores</name>
    <message>
        <source>Verifying {title}</source>
        <translation>{title} wird geprüft</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Deleted {title}: {size} are free again.</source>
        <translation>{title} gelöscht: {size} sind wieder frei.</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Modell hinzufügen</translation>
    </message>
    <message>
        <source>Add a folder with models</source>
        <translation>Ordner mit Modellen hinzufügen</translation>
    </message>
    <message>
        <source>{title} is intact: every byte is as it was published.</source>
        <translation>{title} ist unversehrt: Jedes Byte ist so, wie es veröffentlicht wurde.</translation>
    </message>
    <message>
        <source>{title} is damaged: its bytes are not those that were published. Delete it and download it again.</source>
        <translation>{title} ist beschädigt: Der Inhalt ist nicht der veröffentlichte. Löschen und noch einmal herunterladen.</translation>
    </message>
    <message>
        <source>{title} could be read as a whole. What its sum should be is not known here, so it may still differ from what was published.</source>
        <translation>{title} ließ sich ganz lesen. Welche Prüfsumme richtig wäre, ist hier nicht bekannt; vom Veröffentlichten kann es also trotzdem abweichen.</translation>
    </message>
</context>
<context>
    <name>CodeBar</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this code</source>
        <translation>Diesen Code kopieren</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern…</translation>
    </message>
    <message>
        <source>Save this code to a file</source>
        <translation>Diesen Code in einer Datei speichern</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>CodeBars</name>
    <message>
        <source>Save code</source>
        <translation>Code speichern</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>It is not known with which settings this reply was written, so it cannot be written again as it was. Regenerate it, and check the new reply.</source>
        <translation>Es ist nicht bekannt, mit welchen Einstellungen diese Antwort geschrieben wurde; sie lässt sich also nicht genauso noch einmal schreiben. Die Antwort neu erzeugen und die neue prüfen.</translation>
    </message>
    <message>
        <source>A server wrote this reply, so it cannot be written again here. Load a pair on this computer, regenerate the reply, and check the new one.</source>
        <translation>Diese Antwort hat ein Server geschrieben; hier lässt sie sich also nicht noch einmal schreiben. Auf diesem Rechner ein Paar laden, die Antwort neu erzeugen und die neue prüfen.</translation>
    </message>
    <message>
        <source>This reply was written in several goes, each with a seed of its own, so it cannot be written again in one. Regenerate it, and check the new reply.</source>
        <translation>Diese Antwort entstand in mehreren Anläufen, jeder mit eigenem Startwert; sie lässt sich also nicht in einem Zug noch einmal schreiben. Die Antwort neu erzeugen und die neue prüfen.</translation>
    </message>
    <message>
        <source>The reply was written by {then}, and {now} is loaded now: another model says something else.</source>
        <translation>Die Antwort schrieb {then}, geladen ist jetzt {now}: Ein anderes Modell sagt etwas anderes.</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Sto&amp;p</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Senden</translation>
    </message>
    <message>
        <source>Stop the reply (Esc)</source>
        <translation>Die Antwort anhalten (Esc)</translation>
    </message>
    <message>
        <source>Send the message (Enter)</source>
        <translation>Die Nachricht senden (Eingabetaste)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
</context>
<context>
    <name>Composing</name>
    <message>
        <source>Attach</source>
        <translation>Anhängen</translation>
    </message>
    <message>
        <source>Attach text files</source>
        <translation>Textdateien anhängen</translation>
    </message>
</context>
<context>
    <name>Confirming</name>
    <message>
        <source>Paceline</source>
        <translation>Paceline</translation>
    </message>
</context>
<context>
    <name>Consultation</name>
    <message>
        <source>Reading the header of the target</source>
        <translation>Der Dateikopf des Zielmodells wird gelesen</translation>
    </message>
    <message>
        <source>Reading the header of the draft</source>
        <translation>Der Dateikopf des Entwurfsmodells wird gelesen</translation>
    </message>
</context>
<context>
    <name>ContestSheet</name>
    <message>
        <source>Compare two settings</source>
        <translation>Zwei Einstellungen vergleichen</translation>
    </message>
    <message>
        <source>Both settings answer with the same seed, one after the other, once the prompt has been read. Nothing of it goes into the chat.</source>
        <translation>Beide Einstellungen antworten mit demselben Startwert, eine nach der anderen, sobald der Prompt gelesen ist. Nichts davon gelangt in den Chat.</translation>
    </message>
    <message>
        <source>&amp;Keep the reply of A</source>
        <translation>Antwort von A &amp;behalten</translation>
    </message>
    <message>
        <source>Keep the reply of A</source>
        <translation>Antwort von A behalten</translation>
    </message>
    <message>
        <source>Ask only B again: with other settings, or with another pair that you load</source>
        <translation>Nur B noch einmal fragen: mit anderen Einstellungen oder mit einem anderen Paar, das geladen wird</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>Zahlen</translation>
    </message>
    <message>
        <source>Reply of A</source>
        <translation>Antwort von A</translation>
    </message>
    <message>
        <source>Reply of B</source>
        <translation>Antwort von B</translation>
    </message>
    <message>
        <source>&amp;Next difference</source>
        <translation>&amp;Nächster Unterschied</translation>
    </message>
    <message>
        <source>Co&amp;mpare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>Reply of A ({pair})</source>
        <translation>Antwort von A ({pair})</translation>
    </message>
    <message>
        <source>Reply of B ({pair})</source>
        <translation>Antwort von B ({pair})</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>Der Prompt wird gelesen</translation>
    </message>
    <message>
        <source>A is writing</source>
        <translation>A schreibt</translation>
    </message>
    <message>
        <source>B is writing</source>
        <translation>B schreibt</translation>
    </message>
    <message>
        <source>Stopped before both had answered.</source>
        <translation>Angehalten, bevor beide geantwortet hatten.</translation>
    </message>
</context>
<context>
    <name>Context</name>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht speichern</translation>
    </message>
    <message>
        <source>This is all that the report holds. It has nothing of your chats, and your home folder is written as ~. Nothing is sent anywhere: copy or save it if you want to share it.</source>
        <translation>Das ist alles, was der Bericht enthält. Aus den Chats steht nichts darin, und das Benutzerverzeichnis ist als ~ geschrieben. Nichts wird irgendwohin gesendet: zum Weitergeben kopieren oder speichern.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>C&amp;opy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Den Bericht kopieren</translation>
    </message>
    <message>
        <source>&amp;Save…</source>
        <translation>&amp;Speichern…</translation>
    </message>
    <message>
        <source>The report was copied.</source>
        <translation>Der Bericht wurde kopiert.</translation>
    </message>
    <message>
        <source>The report was saved as {name}.</source>
        <translation>Der Bericht wurde als {name} gespeichert.</translation>
    </message>
</context>
<context>
    <name>Difference</name>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation>Stoppzeichenfolgen</translation>
    </message>
    <message>
        <source>Longest reply {tokens}</source>
        <translation>Längste Antwort {tokens}</translation>
    </message>
    <message>
        <source>When the context is full</source>
        <translation>Wenn der Kontext voll ist</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>On this machine, with the target&apos;s vocabulary; {percent} % of its size</source>
        <translation>Auf diesem Rechner, mit dem Vokabular des Zielmodells; {percent} % von dessen Größe</translation>
    </message>
    <message>
        <source>Recommended with this target</source>
        <translation>Zu diesem Zielmodell empfohlen</translation>
    </message>
    <message>
        <source>Recommended with {title}, a model of the same family; not examined yet</source>
        <translation>Empfohlen zu {title}, einem Modell derselben Familie; noch nicht untersucht</translation>
    </message>
    <message>
        <source>By the same author, with the target&apos;s vocabulary; {percent} % of its size</source>
        <translation>Vom selben Urheber, mit dem Vokabular des Zielmodells; {percent} % von dessen Größe</translation>
    </message>
    <message>
        <source>By the same author, of the same family; not examined yet</source>
        <translation>Vom selben Urheber, aus derselben Familie; noch nicht untersucht</translation>
    </message>
    <message>
        <source>{draft} can draft for {target}: they share all of their {count} tokens.</source>
        <translation>{draft} kann für {target} entwerfen: Sie haben alle {count} Token gemeinsam.</translation>
    </message>
    <message>
        <source>{draft} can draft for {target}: {longer} has {count} tokens more at its end, which are never guessed, and all others are the same.</source>
        <translation>{draft} kann für {target} entwerfen: {longer} hat am Ende {count} Token mehr, was nie vorgeschlagen wird, und sonst sind alle gleich.</translation>
    </message>
    <message>
        <source>Guesses would have to be carried over as text, which Paceline cannot do yet. Load {target} alone: n-grams then guess for it.</source>
        <translation>Vorschläge müssten als Text übertragen werden, was Paceline noch nicht kann. {target} allein laden: Dann schlagen N-Gramme vor.</translation>
    </message>
    <message>
        <source>{name} cannot be used.</source>
        <translation>{name} ist nicht brauchbar.</translation>
    </message>
    <message>
        <source>{name} is an embedding model: it turns text into vectors and cannot write. Choose a chat model.</source>
        <translation>{name} ist ein Embedding-Modell: Es macht aus Text Vektoren und kann nicht schreiben. Ein Chatmodell wählen.</translation>
    </message>
    <message>
        <source>{name} holds only the MTP layers of a model, which guess from inside it. Paceline cannot draft with them yet. Choose a small model of the target&apos;s family, or load the target alone: n-grams then guess for it.</source>
        <translation>{name} enthält nur die MTP-Schichten eines Modells, die aus seinem Inneren vorschlagen. Damit kann Paceline noch nicht entwerfen. Ein kleines Modell aus der Familie des Zielmodells wählen oder das Zielmodell allein laden: Dann schlagen N-Gramme vor.</translation>
    </message>
    <message>
        <source>{name} is an EAGLE-3 drafter, which reads the thoughts of the one model that it was made for. Paceline cannot draft with it yet. Choose a small model of the target&apos;s family, or load the target alone: n-grams then guess for it.</source>
        <translation>{name} ist ein EAGLE-3-Entwurfsmodell, das die Gedanken des einen Modells liest, für das es gemacht ist. Damit kann Paceline noch nicht entwerfen. Ein kleines Modell aus der Familie des Zielmodells wählen oder das Zielmodell allein laden: Dann schlagen N-Gramme vor.</translation>
    </message>
    <message>
        <source>{name} is a DFlash drafter, made for one model alone. Paceline cannot draft with it yet. Choose a small model of the target&apos;s family, or load the target alone: n-grams then guess for it.</source>
        <translation>{name} ist ein DFlash-Entwurfsmodell, für ein einziges Modell gemacht. Damit kann Paceline noch nicht entwerfen. Ein kleines Modell aus der Familie des Zielmodells wählen oder das Zielmodell allein laden: Dann schlagen N-Gramme vor.</translation>
    </message>
    <message>
        <source>{name} lets a model see or hear and is none by itself. Choose the model it came with.</source>
        <translation>{name} lässt ein Modell sehen oder hören und ist selbst keines. Das Modell wählen, zu dem es gehört.</translation>
    </message>
    <message>
        <source>{name} holds no model, but an adapter, a vocabulary or the like. Choose a chat model.</source>
        <translation>{name} enthält kein Modell, sondern einen Adapter, ein Vokabular oder dergleichen. Ein Chatmodell wählen.</translation>
    </message>
    <message>
        <source>{name} only guesses for another model and cannot write by itself. Choose the model that it was made for.</source>
        <translation>{name} macht nur Vorschläge für ein anderes Modell und kann nicht selbst schreiben. Das Modell wählen, für das es gemacht ist.</translation>
    </message>
    <message>
        <source>{draft} is larger than {target}, so it could only slow it down. Swap the two, or choose a smaller draft.</source>
        <translation>{draft} ist größer als {target} und könnte es nur bremsen. Die beiden tauschen oder ein kleineres Entwurfsmodell wählen.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: their tokenizers are of different kinds ({target_value} in the target, {draft_value} in the draft).</source>
        <translation>{draft} kann nicht für {target} entwerfen: Ihre Tokenizer sind von verschiedener Art ({target_value} im Zielmodell, {draft_value} im Entwurfsmodell).</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the target begins every text with token {target_value} ({target_text}), the draft with token {draft_value} ({draft_text}).</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Zielmodell beginnt jeden Text mit Token {target_value} ({target_text}), das Entwurfsmodell mit Token {draft_value} ({draft_text}).</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the target begins every text with a token of its own ({target_text}), and the draft does not.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Zielmodell beginnt jeden Text mit einem eigenen Token ({target_text}), das Entwurfsmodell nicht.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the draft begins every text with a token of its own ({draft_text}), and the target does not.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Entwurfsmodell beginnt jeden Text mit einem eigenen Token ({draft_text}), das Zielmodell nicht.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the target ends every text with token {target_value} ({target_text}), the draft with token {draft_value} ({draft_text}).</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Zielmodell beendet jeden Text mit Token {target_value} ({target_text}), das Entwurfsmodell mit Token {draft_value} ({draft_text}).</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the target ends every text with a token of its own ({target_text}), and the draft does not.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Zielmodell beendet jeden Text mit einem eigenen Token ({target_text}), das Entwurfsmodell nicht.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the draft ends every text with a token of its own ({draft_text}), and the target does not.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Entwurfsmodell beendet jeden Text mit einem eigenen Token ({draft_text}), das Zielmodell nicht.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: the target has {target_value} tokens and the draft {draft_value}; they may differ by {count} at the most.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Das Zielmodell hat {target_value} Token und das Entwurfsmodell {draft_value}; der Unterschied darf höchstens {count} betragen.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: {count} of their tokens differ. The first is token {token}: “{target_value}” in the target, “{draft_value}” in the draft.</source>
        <translation>{draft} kann nicht für {target} entwerfen: {count} ihrer Token sind verschieden. Das erste ist Token {token}: „{target_value}“ im Zielmodell, „{draft_value}“ im Entwurfsmodell.</translation>
    </message>
    <message>
        <source>{draft} cannot draft for {target}: a single token differs. It is token {token}: “{target_value}” in the target, “{draft_value}” in the draft.</source>
        <translation>{draft} kann nicht für {target} entwerfen: Ein einziges Token ist verschieden. Es ist Token {token}: „{target_value}“ im Zielmodell, „{draft_value}“ im Entwurfsmodell.</translation>
    </message>
    <message>
        <source>Both files are whole GGUF models</source>
        <translation>Beide Dateien sind vollständige GGUF-Modelle</translation>
    </message>
    <message>
        <source>llama.cpp knows both models</source>
        <translation>llama.cpp kennt beide Modelle</translation>
    </message>
    <message>
        <source>Each is a model of its own</source>
        <translation>Jedes ist ein eigenständiges Modell</translation>
    </message>
    <message>
        <source>Both write text</source>
        <translation>Beide schreiben Text</translation>
    </message>
    <message>
        <source>The draft is the smaller one</source>
        <translation>Das Entwurfsmodell ist das kleinere</translation>
    </message>
    <message>
        <source>Their tokenizers are of one kind</source>
        <translation>Ihre Tokenizer sind von einer Art</translation>
    </message>
    <message>
        <source>Texts begin with the same token</source>
        <translation>Texte beginnen mit demselben Token</translation>
    </message>
    <message>
        <source>Texts end with the same token</source>
        <translation>Texte enden mit demselben Token</translation>
    </message>
    <message>
        <source>They have about as many tokens</source>
        <translation>Sie haben etwa gleich viele Token</translation>
    </message>
    <message>
        <source>The same number means the same token</source>
        <translation>Dieselbe Nummer meint dasselbe Token</translation>
    </message>
    <message>
        <source>Target and draft are the same file. That works, but a model gains nothing from guessing for itself.</source>
        <translation>Zielmodell und Entwurfsmodell sind dieselbe Datei. Das geht, aber ein Modell gewinnt nichts, wenn es für sich selbst vorschlägt.</translation>
    </message>
    <message>
        <source>The draft is large beside the target, so its guesses may cost more time than they save. A tenth of the target&apos;s size or less is usual.</source>
        <translation>Das Entwurfsmodell ist im Verhältnis zum Zielmodell groß; seine Vorschläge kosten vielleicht mehr Zeit, als sie sparen. Üblich ist ein Zehntel der Größe des Zielmodells oder weniger.</translation>
    </message>
    <message>
        <source>The target keeps a state that cannot simply be taken back (a recurrent or hybrid model). Wrong guesses cost more there, and if going back turns out not to be exact on this machine, Paceline writes without guesses.</source>
        <translation>Das Zielmodell hat einen Zustand, der sich nicht einfach zurücknehmen lässt (ein rekurrentes oder hybrides Modell). Falsche Vorschläge kosten dort mehr, und wenn sich zeigt, dass das Zurückgehen auf diesem Rechner nicht exakt ist, schreibt Paceline ohne Vorschläge.</translation>
    </message>
    <message>
        <source>The draft keeps a state that cannot simply be taken back (a recurrent or hybrid model). If going back turns out not to be exact on this machine, n-grams guess instead.</source>
        <translation>Das Entwurfsmodell hat einen Zustand, der sich nicht einfach zurücknehmen lässt (ein rekurrentes oder hybrides Modell). Wenn sich zeigt, dass das Zurückgehen auf diesem Rechner nicht exakt ist, schlagen stattdessen N-Gramme vor.</translation>
    </message>
    <message>
        <source>The target brings no chat template, so the ChatML form is used; replies may be worse than the model can do.</source>
        <translation>Das Zielmodell bringt keine Chat-Vorlage mit, daher wird die Form ChatML benutzt; Antworten können schlechter sein, als das Modell sie geben könnte.</translation>
    </message>
    <message>
        <source>The context is longer than one of the models was trained on; far into it replies may lose their thread, or guesses be wrong more often.</source>
        <translation>Der Kontext ist länger, als eines der Modelle ihn aus dem Training kennt; weit darin können Antworten den Faden verlieren oder Vorschläge öfter falsch sein.</translation>
    </message>
    <message>
        <source>About {high} times as fast as without a draft, going by what this pair did on this machine.</source>
        <translation>Etwa {high}-mal so schnell wie ohne Entwurfsmodell, gemessen daran, was dieses Paar auf diesem Rechner geleistet hat.</translation>
    </message>
    <message>
        <source>About {low} to {high} times as fast as without a draft, going by what passes of this target cost on this machine and by how often drafts of a family are right.</source>
        <translation>Etwa {low}- bis {high}-mal so schnell wie ohne Entwurfsmodell, gemessen daran, was Durchgänge dieses Zielmodells auf diesem Rechner kosten und wie oft Entwürfe aus einer Familie stimmen.</translation>
    </message>
    <message>
        <source>Up to {high} times as fast as without a draft, going by what passes of this target cost on this machine and by how often drafts of a family are right.</source>
        <translation>Bis zu {high}-mal so schnell wie ohne Entwurfsmodell, gemessen daran, was Durchgänge dieses Zielmodells auf diesem Rechner kosten und wie oft Entwürfe aus einer Familie stimmen.</translation>
    </message>
    <message>
        <source>Hardly faster than without a draft, going by what passes of this target cost on this machine.</source>
        <translation>Kaum schneller als ohne Entwurfsmodell, gemessen daran, was Durchgänge dieses Zielmodells auf diesem Rechner kosten.</translation>
    </message>
    <message>
        <source>How much is gained is not known yet, for this target has not run on this machine. It is measured with the first replies.</source>
        <translation>Wie viel gewonnen wird, ist noch nicht bekannt, denn dieses Zielmodell lief auf diesem Rechner noch nicht. Gemessen wird es mit den ersten Antworten.</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>Target</source>
        <translation>Zielmodell</translation>
    </message>
    <message>
        <source>The model that writes the answer.</source>
        <translation>Das Modell, das die Antwort schreibt.</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>The small model that guesses ahead.</source>
        <translation>Das kleine Modell für die Vorschläge.</translation>
    </message>
    <message>
        <source>&amp;Swap</source>
        <translation>&amp;Tauschen</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>Noch einmal &amp;prüfen</translation>
    </message>
    <message>
        <source>Context, in tokens</source>
        <translation>Kontext, in Token</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Befund</translation>
    </message>
    <message>
        <source>Pair doctor</source>
        <translation>Paar-Doktor</translation>
    </message>
    <message>
        <source>Do two models work together? Only their headers are read for the answer.</source>
        <translation>Passen zwei Modelle zusammen? Für die Antwort werden nur ihre Dateiköpfe gelesen.</translation>
    </message>
    <message>
        <source>Cont&amp;ext:</source>
        <translation>&amp;Kontext:</translation>
    </message>
    <message>
        <source>Choose the target</source>
        <translation>Das Zielmodell wählen</translation>
    </message>
    <message>
        <source>Choose the draft</source>
        <translation>Das Entwurfsmodell wählen</translation>
    </message>
    <message>
        <source>Open a target model</source>
        <translation>Zielmodell öffnen</translation>
    </message>
    <message>
        <source>Open a draft</source>
        <translation>Entwurfsmodell öffnen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;versuchen</translation>
    </message>
    <message>
        <source>Reading the headers…</source>
        <translation>Die Dateiköpfe werden gelesen…</translation>
    </message>
    <message>
        <source>Choose both, and the verdict will stand here.</source>
        <translation>Beide wählen, und hier steht der Befund.</translation>
    </message>
    <message>
        <source>&amp;Load the pair</source>
        <translation>Paar &amp;laden</translation>
    </message>
    <message>
        <source>&amp;Load the target alone</source>
        <translation>Zielmodell allein &amp;laden</translation>
    </message>
    <message>
        <source>&amp;Get the pair</source>
        <translation>Paar &amp;holen</translation>
    </message>
    <message>
        <source>&amp;Get the target</source>
        <translation>Zielmodell &amp;holen</translation>
    </message>
</context>
<context>
    <name>DownloadIndicator</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the downloads</source>
        <translation>Die Downloads zeigen</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Download of {title}</source>
        <translation>Download von {title}</translation>
    </message>
    <message>
        <source>Earlier: {title}</source>
        <translation>Früher: {title}</translation>
    </message>
    <message>
        <source>Later: {title}</source>
        <translation>Später: {title}</translation>
    </message>
    <message>
        <source>Takes it off this list; models that have arrived stay.</source>
        <translation>Nimmt den Download von der Liste; angekommene Modelle bleiben.</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Open the terms</source>
        <translation>Bedingungen</translation>
    </message>
    <message>
        <source>Enter a token…</source>
        <translation>Token eingeben…</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>In der Warteschlange</translation>
    </message>
    <message>
        <source>{amount} · goes on by itself as soon as it can. {why}</source>
        <translation>{amount} · geht von selbst weiter, sobald es kann. {why}</translation>
    </message>
    <message>
        <source>Checks that every byte is right</source>
        <translation>Prüft, ob jedes Byte stimmt</translation>
    </message>
    <message>
        <source>Paused · {amount}</source>
        <translation>Pausiert · {amount}</translation>
    </message>
    <message>
        <source>Arrived and checked · {size}</source>
        <translation>Angekommen und geprüft · {size}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>{count} downloads</source>
        <translation>{count} Downloads</translation>
    </message>
    <message>
        <source>waits for the line</source>
        <translation>wartet auf die Verbindung</translation>
    </message>
    <message>
        <source>{done} of {size}</source>
        <translation>{done} von {size}</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>noch {time}</translation>
    </message>
</context>
<context>
    <name>DownloadsPage</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Nothing is on its way. Get a pair from the page Recommended, or a model from the Hugging Face Hub.</source>
        <translation>Nichts ist unterwegs. Auf der Seite „Empfohlen“ ein Paar holen oder auf dem Hugging Face Hub ein Modell.</translation>
    </message>
</context>
<context>
    <name>DrafterNames</name>
    <message>
        <source>the draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>n-gram lookup</source>
        <translation>N-Gramm-Suche</translation>
    </message>
    <message>
        <source>the n-gram map</source>
        <translation>N-Gramm-Karte</translation>
    </message>
    <message>
        <source>the n-gram pool</source>
        <translation>N-Gramm-Vorrat</translation>
    </message>
    <message>
        <source>your own n-grams</source>
        <translation>eigene N-Gramme</translation>
    </message>
    <message>
        <source>the cascade</source>
        <translation>Kaskade</translation>
    </message>
    <message>
        <source>the hierarchy</source>
        <translation>Hierarchie</translation>
    </message>
</context>
<context>
    <name>Drafts</name>
    <message>
        <source>not checked yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>on this machine</source>
        <translation>auf diesem Rechner</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>empfohlen</translation>
    </message>
    <message>
        <source>on the Hub</source>
        <translation>auf dem Hub</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Choose a pair to begin</source>
        <translation>Zum Anfangen ein Modellpaar wählen</translation>
    </message>
    <message>
        <source>A large target model writes the answer, and a small draft model rides ahead and guesses its next words. The target checks every guess in one pass, so the text is its own and only arrives sooner.</source>
        <translation>Ein großes Zielmodell schreibt die Antwort, und ein kleines Entwurfsmodell eilt voraus und schlägt die nächsten Wörter vor. Das Zielmodell prüft alle Vorschläge in einem Durchgang: Der Text ist sein eigener und kommt nur früher.</translation>
    </message>
    <message>
        <source>{name} is ready</source>
        <translation>{name} ist bereit</translation>
    </message>
    <message>
        <source>&amp;Recommended pairs…</source>
        <translation>&amp;Empfohlene Paare…</translation>
    </message>
    <message>
        <source>Good models in every size, downloaded with a draft that fits.</source>
        <translation>Gute Modelle in jeder Größe, mit passendem Entwurfsmodell heruntergeladen.</translation>
    </message>
    <message>
        <source>&amp;Practice pair</source>
        <translation>Ü&amp;bungspaar</translation>
    </message>
    <message>
        <source>Built on this machine in some seconds. Its answers are only as good as its 135M model.</source>
        <translation>In einigen Sekunden auf diesem Rechner gebaut. Seine Antworten sind nur so gut wie sein 135M-Modell.</translation>
    </message>
    <message>
        <source>S&amp;tarter model</source>
        <translation>S&amp;tartermodell</translation>
    </message>
    <message>
        <source>A small chat model alone, drafting from what was already said.</source>
        <translation>Ein kleines Chatmodell allein; Entwürfe kommen aus dem schon Gesagten.</translation>
    </message>
    <message>
        <source>&amp;Open a GGUF file…</source>
        <translation>GGUF-Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>A model of your own; a draft can be added afterwards.</source>
        <translation>Ein eigenes Modell; ein Entwurfsmodell lässt sich später hinzufügen.</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>M&amp;it einem Server verbinden…</translation>
    </message>
    <message>
        <source>A model that another program runs, on this computer or elsewhere.</source>
        <translation>Ein Modell, das ein anderes Programm ausführt, auf diesem Rechner oder anderswo.</translation>
    </message>
    <message>
        <source>Explain what a binary search tree is.</source>
        <translation>Erkläre, was ein binärer Suchbaum ist.</translation>
    </message>
    <message>
        <source>Write a short story about a lighthouse keeper.</source>
        <translation>Schreibe eine kurze Geschichte über einen Leuchtturmwärter.</translation>
    </message>
    <message>
        <source>List five ideas for a rainy afternoon.</source>
        <translation>Nenne fünf Ideen für einen verregneten Nachmittag.</translation>
    </message>
    <message>
        <source>Write: {text}</source>
        <translation>Schreiben: {text}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>There is no file {detail}. It may have been moved, renamed or deleted: choose it again.</source>
        <translation>Es gibt keine Datei {detail}. Vielleicht wurde sie verschoben, umbenannt oder gelöscht: noch einmal auswählen.</translation>
    </message>
    <message>
        <source>{detail} is a folder, not a model. Choose the .gguf file inside it.</source>
        <translation>{detail} ist ein Ordner, kein Modell. Die .gguf-Datei darin auswählen.</translation>
    </message>
    <message>
        <source>{detail} is empty, so there is no model in it. A download may have failed: fetch the file again.</source>
        <translation>{detail} ist leer, enthält also kein Modell. Vielleicht ist ein Download fehlgeschlagen: die Datei noch einmal holen.</translation>
    </message>
    <message>
        <source>{detail} could not be read. Check that you may open it and that its disk is connected.</source>
        <translation>{detail} konnte nicht gelesen werden. Bitte prüfen, ob die Rechte zum Öffnen reichen und das Laufwerk verbunden ist.</translation>
    </message>
    <message>
        <source>{detail} could not be written. Check that you may change its folder and that its disk is connected.</source>
        <translation>{detail} konnte nicht geschrieben werden. Bitte prüfen, ob der Ordner beschreibbar und das Laufwerk verbunden ist.</translation>
    </message>
    <message>
        <source>{detail} is not a GGUF model, whatever its name says. Choose a model file in the GGUF format.</source>
        <translation>{detail} ist kein GGUF-Modell, was immer der Name sagt. Eine Modelldatei im GGUF-Format auswählen.</translation>
    </message>
    <message>
        <source>{detail} is incomplete or damaged: it ends before all of its tensors. A download was probably cut off: fetch the file again.</source>
        <translation>{detail} ist unvollständig oder beschädigt: Die Datei endet vor dem letzten ihrer Tensoren. Wahrscheinlich ist ein Download abgebrochen: die Datei noch einmal holen.</translation>
    </message>
    <message>
        <source>This model cannot be used for chatting here: {detail}. Choose a text model that this version of llama.cpp knows.</source>
        <translation>Mit diesem Modell lässt sich hier nicht chatten: {detail}. Ein Textmodell wählen, das diese Version von llama.cpp kennt.</translation>
    </message>
    <message>
        <source>{detail} is an embedding model: it turns text into vectors and cannot write replies. Choose a chat model.</source>
        <translation>{detail} ist ein Embedding-Modell: Es macht aus Text Vektoren und kann keine Antworten schreiben. Ein Chatmodell wählen.</translation>
    </message>
    <message>
        <source>llama.cpp refused the model: {detail}. Fetch the file again or choose another one.</source>
        <translation>llama.cpp hat das Modell abgelehnt: {detail}. Die Datei noch einmal holen oder eine andere wählen.</translation>
    </message>
    <message>
        <source>The model comes in several files, and not all of them are here: {detail}. Fetch the missing ones into the same folder.</source>
        <translation>Das Modell besteht aus mehreren Dateien, und nicht alle sind hier: {detail}. Die fehlenden in denselben Ordner holen.</translation>
    </message>
    <message>
        <source>{detail} was not brought here by Paceline, so it is left alone. Open the program that it belongs to, or the file manager, and delete it there.</source>
        <translation>{detail} stammt nicht von Paceline und bleibt daher unangetastet. Das Programm öffnen, zu dem es gehört, oder den Dateimanager, und es dort löschen.</translation>
    </message>
    <message>
        <source>No model was found in {detail}. Choose a folder with GGUF files in it, or take this one off the list.</source>
        <translation>In {detail} wurde kein Modell gefunden. Einen Ordner mit GGUF-Dateien wählen oder diesen von der Liste nehmen.</translation>
    </message>
    <message>
        <source>The Hub&apos;s own tools cannot make sense of the folder {detail}, so nothing was deleted. Open the file manager and delete that folder there.</source>
        <translation>Die Werkzeuge des Hubs kommen mit dem Ordner {detail} nicht zurecht, daher wurde nichts gelöscht. Den Dateimanager öffnen und den Ordner dort löschen.</translation>
    </message>
    <message>
        <source>These two models cannot work as a pair: {detail}. Choose a draft from the same family as the target, or load the target without a draft.</source>
        <translation>Diese beiden Modelle passen nicht als Paar zusammen: {detail}. Ein Entwurfsmodell aus der Familie des Zielmodells wählen oder das Zielmodell allein laden.</translation>
    </message>
    <message>
        <source>The draft is larger than the target ({detail}), so it could only slow the target down. Swap the two files or choose a smaller draft.</source>
        <translation>Das Entwurfsmodell ist größer als das Zielmodell ({detail}) und könnte es nur bremsen. Die beiden Dateien tauschen oder ein kleineres Entwurfsmodell wählen.</translation>
    </message>
    <message>
        <source>These models cannot draft with “{detail}” here. Load a draft of the target&apos;s family beside them, allow learning from chats for “personal”, or choose another drafter.</source>
        <translation>Diese Modelle können hier nicht mit „{detail}“ entwerfen. Ein Entwurfsmodell aus der Familie des Zielmodells dazu laden, für „personal“ das Lernen aus Chats erlauben oder eine andere Entwurfsquelle wählen.</translation>
    </message>
    <message>
        <source>The conversation is too long for the context ({detail}). Shorten the message, start a new chat, or load the pair with a longer context.</source>
        <translation>Das Gespräch ist zu lang für den Kontext ({detail}). Die Nachricht kürzen, einen neuen Chat beginnen oder das Paar mit längerem Kontext laden.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template refused this conversation: {detail}. Start a new chat or choose another model.</source>
        <translation>Die Chat-Vorlage des Modells hat dieses Gespräch abgelehnt: {detail}. Einen neuen Chat beginnen oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>There is not enough memory for this: {detail}. Choose a smaller model or a shorter context, or close other programs.</source>
        <translation>Dafür reicht der Speicher nicht: {detail}. Ein kleineres Modell oder einen kürzeren Kontext wählen oder andere Programme schließen.</translation>
    </message>
    <message>
        <source>The models cannot be loaded in the way that was asked for: {detail}. Choose other settings, or leave them to Paceline.</source>
        <translation>Die Modelle lassen sich nicht wie gewünscht laden: {detail}. Andere Einstellungen wählen oder sie Paceline überlassen.</translation>
    </message>
    <message>
        <source>The disk is too full: {detail}. Free some space and try again; nothing was lost.</source>
        <translation>Das Laufwerk ist zu voll: {detail}. Platz schaffen und noch einmal versuchen; nichts ging verloren.</translation>
    </message>
    <message>
        <source>{detail} is not a text file, so a model cannot read it. Attach text or code, or paste the part that matters.</source>
        <translation>{detail} ist keine Textdatei, ein Modell kann sie also nicht lesen. Text oder Code anhängen oder den wichtigen Teil einfügen.</translation>
    </message>
    <message>
        <source>{detail} is empty. Attach another file.</source>
        <translation>{detail} ist leer. Eine andere Datei anhängen.</translation>
    </message>
    <message>
        <source>{detail} is text in an encoding that could not be told. Save it as UTF-8 and attach it again.</source>
        <translation>{detail} ist Text in einer nicht erkennbaren Kodierung. Als UTF-8 speichern und noch einmal anhängen.</translation>
    </message>
    <message>
        <source>{detail} is a folder. Attach the text files inside it.</source>
        <translation>{detail} ist ein Ordner. Die Textdateien darin anhängen.</translation>
    </message>
    <message>
        <source>{detail} is larger than 1 MB, more than a message can carry. Attach or paste the part that matters.</source>
        <translation>{detail} ist größer als 1 MB, mehr als eine Nachricht tragen kann. Den wichtigen Teil anhängen oder einfügen.</translation>
    </message>
    <message>
        <source>A message carries {detail} files at the most; the others were left out. Send them with the next message.</source>
        <translation>Eine Nachricht trägt höchstens {detail} Dateien; die übrigen wurden weggelassen. Mit der nächsten Nachricht senden.</translation>
    </message>
    <message>
        <source>Your presets could not be read ({detail}), so only the built-in ones are there. The file was kept as presets.damaged.toml: open it in a text editor to mend it.</source>
        <translation>Die eigenen Vorlagen konnten nicht gelesen werden ({detail}), daher gibt es nur die mitgelieferten. Die Datei blieb als presets.damaged.toml erhalten: in einem Texteditor öffnen, um sie zu reparieren.</translation>
    </message>
    <message>
        <source>No model is loaded. Choose a pair first.{detail}</source>
        <translation>Es ist kein Modell geladen. Zuerst ein Paar wählen.{detail}</translation>
    </message>
    <message>
        <source>The pair “{detail}” is not on this machine yet. Fetch it in the window under Models, or with `paceline models get {detail}`.</source>
        <translation>Das Paar „{detail}“ ist noch nicht auf diesem Rechner. Im Fenster unter „Modelle“ holen oder mit `paceline models get {detail}`.</translation>
    </message>
    <message>
        <source>There is no model “{detail}” here, and no recommended pair of that name. Enter one of those that `paceline models list` and `paceline models` show, or a repository of the Hub as owner/name: `paceline models search` finds them.</source>
        <translation>Hier gibt es kein Modell „{detail}“ und auch kein empfohlenes Paar dieses Namens. Einen der Namen eingeben, die `paceline models list` und `paceline models` zeigen, oder ein Repository des Hubs als Besitzer/Name: `paceline models search` findet sie.</translation>
    </message>
    <message>
        <source>Several models could be meant: {detail}. Enter a name that fits only one.</source>
        <translation>Mehrere Modelle könnten gemeint sein: {detail}. Einen Namen eingeben, der nur auf eines passt.</translation>
    </message>
    <message>
        <source>Nothing was deleted, because nobody is there to be asked. Run it with --yes to delete without a question.{detail}</source>
        <translation>Nichts wurde gelöscht, weil niemand da ist, der gefragt werden könnte. Mit --yes ausführen, um ohne Frage zu löschen.{detail}</translation>
    </message>
    <message>
        <source>The starter model is not installed ({detail}). Install the package paceline-starter; in a checkout run `make setup`. Or open a GGUF file of your own.</source>
        <translation>Das Startermodell ist nicht installiert ({detail}). Das Paket paceline-starter installieren, in einem Checkout `make setup` ausführen oder eine eigene GGUF-Datei öffnen.</translation>
    </message>
    <message>
        <source>The engine could not go on with this reply: {detail}. What was written is kept; try Regenerate.</source>
        <translation>Die Engine konnte diese Antwort nicht fortsetzen: {detail}. Das Geschriebene bleibt erhalten; „Neu erzeugen“ versuchen.</translation>
    </message>
    <message>
        <source>{detail} Choose one of the commands that /help shows.</source>
        <translation>{detail} Einen der Befehle wählen, die /help zeigt.</translation>
    </message>
    <message>
        <source>The engine is still at work on {detail}. Stop it first or wait.</source>
        <translation>Die Engine arbeitet noch ({detail}). Erst anhalten oder warten.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly ({detail}). Your text is safe: press Restart to go on.</source>
        <translation>Die Engine wurde unerwartet beendet ({detail}). Der Text ist sicher: Weiter geht es mit „Neu starten“.</translation>
    </message>
    <message>
        <source>The engine could not be started ({detail}). Press Restart; if that fails, install Paceline again.</source>
        <translation>Die Engine ließ sich nicht starten ({detail}). „Neu starten“ versuchen; hilft das nicht, Paceline neu installieren.</translation>
    </message>
    <message>
        <source>The engine did not answer and was stopped ({detail}). Your text is safe: press Restart to go on.</source>
        <translation>Die Engine antwortete nicht und wurde beendet ({detail}). Der Text ist sicher: Weiter geht es mit „Neu starten“.</translation>
    </message>
    <message>
        <source>Paceline met a fault of its own ({detail}). Your text is safe: try again, and report it if it comes back.</source>
        <translation>In Paceline ist ein Fehler aufgetreten ({detail}). Der Text ist sicher: noch einmal versuchen und den Fehler melden, wenn er wiederkommt.</translation>
    </message>
    <message>
        <source>Paceline is open already on the folder {detail}, but its window does not answer. Wait a moment and start it again; if that does not help, end the other one.</source>
        <translation>Paceline ist für den Ordner {detail} schon geöffnet, aber sein Fenster antwortet nicht. Kurz warten und noch einmal starten; hilft das nicht, das andere beenden.</translation>
    </message>
    <message>
        <source>Another program listens at {detail} already, perhaps another server of Paceline. Stop that one, or choose another port.</source>
        <translation>An {detail} lauscht schon ein anderes Programm, vielleicht ein anderer Server von Paceline. Diesen anhalten oder einen anderen Port wählen.</translation>
    </message>
    <message>
        <source>This computer cannot listen at {detail}. Choose an address that it has, as 127.0.0.1, and a port above 1023.</source>
        <translation>Dieser Rechner kann an {detail} nicht lauschen. Eine seiner Adressen wählen, etwa 127.0.0.1, und einen Port über 1023.</translation>
    </message>
    <message>
        <source>The key of the server cannot be used: {detail}. Choose another one, or leave it out where none is needed.</source>
        <translation>Der Schlüssel des Servers ist nicht brauchbar: {detail}. Einen anderen wählen oder ihn weglassen, wo keiner nötig ist.</translation>
    </message>
    <message>
        <source>The local server stopped unexpectedly ({detail}). Your chats are not touched by that: start it again.</source>
        <translation>Der lokale Server wurde unerwartet beendet ({detail}). Die Chats sind davon nicht berührt: den Server neu starten.</translation>
    </message>
    <message>
        <source>The settings could not be read ({detail}). The damaged file was set aside and default settings are in use.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden ({detail}). Die beschädigte Datei wurde beiseitegelegt; es gelten die Standardeinstellungen.</translation>
    </message>
    <message>
        <source>What was learned from your chats cannot be used: {detail}. The file was set aside and learning begins anew; replies are not affected.</source>
        <translation>Das aus den Chats Gelernte ist nicht brauchbar: {detail}. Die Datei wurde beiseitegelegt, und das Lernen beginnt von vorn; Antworten sind nicht betroffen.</translation>
    </message>
    <message>
        <source>The workloads cannot be used: {detail}. Correct the file or choose other kinds.</source>
        <translation>Die Aufgaben sind nicht brauchbar: {detail}. Die Datei berichtigen oder andere Arten wählen.</translation>
    </message>
    <message>
        <source>Your chats were last used by a newer version of Paceline ({detail}). Install that version, or a later one, to open them; nothing was changed.</source>
        <translation>Die Chats wurden zuletzt mit einer neueren Version von Paceline benutzt ({detail}). Zum Öffnen diese oder eine spätere Version installieren; nichts wurde verändert.</translation>
    </message>
    <message>
        <source>Another program is using the file of your chats ({detail}). Close that program, or wait a moment, and try again.</source>
        <translation>Ein anderes Programm benutzt die Datei der Chats ({detail}). Dieses Programm schließen oder kurz warten und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The file of your chats is damaged ({detail}). Start Paceline again: it sets the file aside and saves every chat that can still be read.</source>
        <translation>Die Datei der Chats ist beschädigt ({detail}). Paceline neu starten: Es legt die Datei beiseite und rettet jeden Chat, der noch lesbar ist.</translation>
    </message>
    <message>
        <source>The file of your chats was damaged. {detail}</source>
        <translation>Die Datei der Chats war beschädigt. {detail}</translation>
    </message>
    <message>
        <source>What you write now is not kept once you close Paceline. {detail}</source>
        <translation>Was jetzt geschrieben wird, bleibt nach dem Schließen von Paceline nicht erhalten. {detail}</translation>
    </message>
    <message>
        <source>There are no chats in {detail} that Paceline can read. Choose a file that was exported by Paceline, ChatGPT or LM Studio.</source>
        <translation>{detail} enthält keine Chats, die Paceline lesen kann. Eine Datei wählen, die aus Paceline, ChatGPT oder LM Studio exportiert wurde.</translation>
    </message>
    <message>
        <source>{detail} is too large to be imported in one piece. Choose a smaller export.</source>
        <translation>{detail} ist zu groß, um in einem Stück importiert zu werden. Einen kleineren Export wählen.</translation>
    </message>
    <message>
        <source>Paceline is set to stay offline, so the Hub was not asked. Models on this computer work as ever; to go on, try again with “Stay offline” switched off in the settings.{detail}</source>
        <translation>Paceline soll offline bleiben, daher wurde der Hub nicht gefragt. Modelle auf diesem Rechner funktionieren wie immer; zum Weitermachen „Offline bleiben“ in den Einstellungen ausschalten und noch einmal versuchen.{detail}</translation>
    </message>
    <message>
        <source>The Hub could not be reached ({detail}). Models on this computer work as ever; check the connection and try again.</source>
        <translation>Der Hub war nicht zu erreichen ({detail}). Modelle auf diesem Rechner funktionieren wie immer; die Verbindung prüfen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The Hub gets more requests from here than it allows. Try again in {detail}.</source>
        <translation>Der Hub bekommt von hier mehr Anfragen, als er zulässt. In {detail} noch einmal versuchen.</translation>
    </message>
    <message>
        <source>{detail} asks you to accept its terms first. Open its page, accept them there, and try again with the token of the same account.</source>
        <translation>Für {detail} müssen zuerst die Bedingungen angenommen werden. Die Seite des Repositorys öffnen, sie dort annehmen und mit dem Token desselben Kontos noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The Hub did not accept your token ({detail}). It may have been revoked or mistyped: make a new one on the Hub&apos;s page for tokens and enter it again.</source>
        <translation>Der Hub hat das Token nicht angenommen ({detail}). Vielleicht wurde es widerrufen oder falsch eingegeben: auf der Token-Seite des Hubs ein neues anlegen und dieses eingeben.</translation>
    </message>
    <message>
        <source>The Hub has no repository {detail}, or it is private. Check its name; for a private one, enter a token that may read it.</source>
        <translation>Auf dem Hub gibt es kein Repository {detail}, oder es ist privat. Den Namen prüfen; für ein privates ein Token eingeben, das es lesen darf.</translation>
    </message>
    <message>
        <source>The Hub has no file {detail}. It may have been renamed or removed: choose another one of its repository.</source>
        <translation>Auf dem Hub gibt es keine Datei {detail}. Vielleicht wurde sie umbenannt oder entfernt: eine andere aus ihrem Repository wählen.</translation>
    </message>
    <message>
        <source>{detail} is not a name that can be kept safely on this computer, so nothing was fetched. Choose another file.</source>
        <translation>Der Name {detail} lässt sich auf diesem Rechner nicht sicher speichern, daher wurde nichts geholt. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>The address {detail} cannot be used for the Hub. Enter one that begins with https:// in the settings; plain http:// works on this computer alone.</source>
        <translation>Die Adresse {detail} ist für den Hub nicht brauchbar. In den Einstellungen eine eingeben, die mit https:// beginnt; einfaches http:// geht nur auf diesem Rechner selbst.</translation>
    </message>
    <message>
        <source>The Hub sent us on to {detail}, which is not safe, so nothing was fetched there. Check the Hub&apos;s address in the settings and your proxy.</source>
        <translation>Der Hub hat nach {detail} weitergeleitet, was nicht sicher ist; daher wurde von dort nichts geholt. Die Adresse des Hubs in den Einstellungen und den Proxy prüfen.</translation>
    </message>
    <message>
        <source>The address where the Hub keeps {detail} has expired. Try again.</source>
        <translation>Die Adresse, unter der {detail} auf dem Hub liegt, ist abgelaufen. Noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The Hub gave an answer that cannot be used: {detail}. Try again later; if you use a mirror or a proxy, check its address.</source>
        <translation>Die Antwort des Hubs ist nicht brauchbar: {detail}. Später noch einmal versuchen; bei einem Spiegelserver oder Proxy dessen Adresse prüfen.</translation>
    </message>
    <message>
        <source>{detail} was replaced on the Hub since its download began, so what has come of it does not fit any more. Try again to fetch the new version.</source>
        <translation>{detail} wurde auf dem Hub ersetzt, seit der Download begann; was davon angekommen ist, passt nicht mehr dazu. Noch einmal versuchen, um die neue Fassung zu holen.</translation>
    </message>
    <message>
        <source>What came for {detail} has another checksum than the Hub promised, so it was deleted and nothing of it is used. Try again; if it comes to the same, choose another file.</source>
        <translation>Was für {detail} ankam, hat eine andere Prüfsumme, als der Hub angibt; es wurde gelöscht, und nichts davon wird benutzt. Noch einmal versuchen; bleibt es dabei, eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>The Hub gives no checksum for {detail}, so nobody could tell whether it arrives whole, and it was not fetched. Choose another file.</source>
        <translation>Der Hub gibt für {detail} keine Prüfsumme an; ob die Datei heil ankommt, ließe sich nicht feststellen, daher wurde sie nicht geholt. Eine andere Datei wählen.</translation>
    </message>
    <message>
        <source>This is not a token of the Hub: {detail}. Copy the whole token, which begins with hf_, and enter it again.</source>
        <translation>Das ist kein Token des Hubs: {detail}. Das ganze Token, das mit hf_ beginnt, kopieren und noch einmal eingeben.</translation>
    </message>
    <message>
        <source>Your system&apos;s keyring did not let go of the token. Open the keyring and delete the entry {detail} there; Paceline does not use it until its next start.</source>
        <translation>Der Schlüsselbund des Systems hat das Token nicht gelöscht. Den Schlüsselbund öffnen und dort den Eintrag {detail} löschen; bis zum nächsten Start benutzt Paceline das Token nicht.</translation>
    </message>
    <message>
        <source>The node {detail} could not be reached. Start `paceline rpc` on that machine, check the address and that no firewall stands between, and try again.</source>
        <translation>Der Knoten {detail} war nicht zu erreichen. Auf jenem Rechner `paceline rpc` starten, die Adresse prüfen und ob eine Firewall dazwischensteht, und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The node {detail} accepts the connection and does not answer: a node serves one program at a time. Close the other one, or start a second node on another port.</source>
        <translation>Der Knoten {detail} nimmt die Verbindung an, antwortet aber nicht: Ein Knoten bedient nur ein Programm zugleich. Das andere schließen oder einen zweiten Knoten an einem anderen Port starten.</translation>
    </message>
    <message>
        <source>{detail} is no node that Paceline can use. Check the port, and install the same version of Paceline on both machines.</source>
        <translation>{detail} ist kein Knoten, den Paceline benutzen kann. Den Port prüfen und auf beiden Rechnern dieselbe Version von Paceline installieren.</translation>
    </message>
    <message>
        <source>The connection to a node was lost ({detail}), and the engine ended with it. Your text is safe: check that the node still runs and can be reached, then start again.</source>
        <translation>Die Verbindung zu einem Knoten ging verloren ({detail}) und mit ihr die Engine. Der Text ist sicher: prüfen, ob der Knoten noch läuft und erreichbar ist, dann neu starten.</translation>
    </message>
    <message>
        <source>This installation cannot work with other machines: its llama.cpp was built without RPC{detail}. Run `make clean` and `make setup` in the project&apos;s folder, or install a newer version.</source>
        <translation>Diese Installation kann nicht mit anderen Rechnern arbeiten: Ihr llama.cpp wurde ohne RPC gebaut{detail}. Im Projektordner `make clean` und `make setup` ausführen oder eine neuere Version installieren.</translation>
    </message>
    <message>
        <source>The node cannot listen at {detail}. Choose another port with --port, or an address of this machine with --host.</source>
        <translation>Der Knoten kann an {detail} nicht lauschen. Mit --port einen anderen Port wählen oder mit --host eine Adresse dieses Rechners.</translation>
    </message>
    <message>
        <source>The node stopped unexpectedly ({detail}). Start it again; if it stops while a model is loaded, give it fewer layers.</source>
        <translation>Der Knoten wurde unerwartet beendet ({detail}). Neu starten; endet er, während ein Modell geladen wird, ihm weniger Schichten geben.</translation>
    </message>
    <message>
        <source>This copy of Paceline knows no address where new versions are told. Check where you got it from.{detail}</source>
        <translation>Diese Kopie von Paceline kennt keine Adresse, die neue Versionen meldet. Dort nachsehen, woher sie stammt.{detail}</translation>
    </message>
    <message>
        <source>Paceline is set to stay offline, so nobody was asked for a new version. To look for one, try again with “Stay offline” switched off in the settings.{detail}</source>
        <translation>Paceline soll offline bleiben, daher wurde niemand nach einer neuen Version gefragt. Um eine zu suchen, „Offline bleiben“ in den Einstellungen ausschalten und noch einmal versuchen.{detail}</translation>
    </message>
    <message>
        <source>The address {detail} cannot be asked for new versions. Choose one that begins with https://; plain http:// works on this computer alone.</source>
        <translation>Die Adresse {detail} lässt sich nicht nach neuen Versionen fragen. Eine wählen, die mit https:// beginnt; einfaches http:// geht nur auf diesem Rechner selbst.</translation>
    </message>
    <message>
        <source>Nobody could be asked for a new version ({detail}). Everything else works as ever; check the connection and try again later.</source>
        <translation>Es ließ sich niemand nach einer neuen Version fragen ({detail}). Alles andere funktioniert wie immer; die Verbindung prüfen und später noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server that tells of new versions gave an answer that cannot be used: {detail}. Try again later, or look where you got Paceline from.</source>
        <translation>Die Antwort des Servers, der neue Versionen meldet, ist nicht brauchbar: {detail}. Später noch einmal versuchen oder dort nachsehen, woher Paceline stammt.</translation>
    </message>
    <message>
        <source>The server&apos;s address {detail} cannot be used, so nothing was sent. Enter one that begins with https://; plain http:// works on this computer and in your own network, and elsewhere only if you allow it for this server.</source>
        <translation>Die Adresse {detail} des Servers ist nicht brauchbar, daher wurde nichts gesendet. Eine eingeben, die mit https:// beginnt; einfaches http:// geht auf diesem Rechner und im eigenen Netz, anderswo nur, wenn es für diesen Server erlaubt wurde.</translation>
    </message>
    <message>
        <source>The server could not be reached ({detail}). Check that it runs, its address and the connection, and try again.</source>
        <translation>Der Server war nicht zu erreichen ({detail}). Prüfen, ob er läuft und ob Adresse und Verbindung stimmen, und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The certificate of {detail} is not trusted here, so nothing was sent. Check the address; for a server of your own, let this computer trust its certificate and try again.</source>
        <translation>Dem Zertifikat von {detail} wird hier nicht vertraut, daher wurde nichts gesendet. Die Adresse prüfen; bei einem eigenen Server dessen Zertifikat auf diesem Rechner als vertrauenswürdig eintragen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server sent us on to {detail}, and nothing was sent there. If that is the right place, enter its address instead.</source>
        <translation>Der Server hat nach {detail} weitergeleitet; dorthin wurde nichts gesendet. Ist das der richtige Ort, stattdessen dessen Adresse eingeben.</translation>
    </message>
    <message>
        <source>This cannot be the key of a server: {detail}. Copy the whole key and enter it again.</source>
        <translation>Das kann nicht der Schlüssel eines Servers sein: {detail}. Den ganzen Schlüssel kopieren und noch einmal eingeben.</translation>
    </message>
    <message>
        <source>The server {detail} wants an API key, or did not accept the one it was shown. Connect again and enter the right key.</source>
        <translation>Der Server {detail} verlangt einen API-Schlüssel oder hat den vorgezeigten nicht angenommen. Neu verbinden und den richtigen eingeben.</translation>
    </message>
    <message>
        <source>The server has no model {detail}. Connect again and choose one that it lists.</source>
        <translation>Der Server hat kein Modell {detail}. Neu verbinden und eines wählen, das er aufführt.</translation>
    </message>
    <message>
        <source>The conversation is too long for the server&apos;s context ({detail}). Begin a new chat, or start the server with a longer context.</source>
        <translation>Das Gespräch ist zu lang für den Kontext des Servers ({detail}). Einen neuen Chat beginnen oder den Server mit längerem Kontext starten.</translation>
    </message>
    <message>
        <source>The server did not accept the request: {detail}. Change what it complains about, or choose another model.</source>
        <translation>Der Server hat die Anfrage nicht angenommen: {detail}. Ändern, was er bemängelt, oder ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>The server gets more requests than it can serve now. Try again in {detail}.</source>
        <translation>Der Server bekommt gerade mehr Anfragen, als er bedienen kann. In {detail} noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server reports a trouble of its own ({detail}). Try again; if it stays, look at the server&apos;s own log.</source>
        <translation>Der Server meldet eine eigene Störung ({detail}). Noch einmal versuchen; bleibt es dabei, in das Protokoll des Servers sehen.</translation>
    </message>
    <message>
        <source>The server broke off in the middle of the reply ({detail}). What came is kept: try Regenerate.</source>
        <translation>Der Server brach mitten in der Antwort ab ({detail}). Was ankam, bleibt erhalten: „Neu erzeugen“ versuchen.</translation>
    </message>
    <message>
        <source>The server fell silent ({detail}), so it is waited for no longer. What came is kept: try again.</source>
        <translation>Der Server ist verstummt ({detail}), daher wird nicht länger gewartet. Was ankam, bleibt erhalten: noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The server gave an answer that cannot be used: {detail}. Check that its address is that of an OpenAI-compatible server.</source>
        <translation>Die Antwort des Servers ist nicht brauchbar: {detail}. Prüfen, ob die Adresse die eines OpenAI-kompatiblen Servers ist.</translation>
    </message>
    <message>
        <source>This cannot be done with a model on a server: {detail}. Load a pair on this computer for it.</source>
        <translation>Das geht nicht mit einem Modell auf einem Server: {detail}. Dafür auf diesem Rechner ein Paar laden.</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>As a &amp;page that replays it (HTML)…</source>
        <translation>Als &amp;Seite, die sie wiedergibt (HTML)…</translation>
    </message>
    <message>
        <source>As &amp;data, one pass per line (JSONL)…</source>
        <translation>Als &amp;Daten, ein Durchgang je Zeile (JSONL)…</translation>
    </message>
    <message>
        <source>A reply</source>
        <translation>Eine Antwort</translation>
    </message>
    <message>
        <source>Save the replay as a page</source>
        <translation>Die Wiedergabe als Seite speichern</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>Seiten (*.html)</translation>
    </message>
    <message>
        <source>Save the passes as data</source>
        <translation>Die Durchgänge als Daten speichern</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>FileChoice</name>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF-Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search the Hugging Face Hub</source>
        <translation>Den Hugging Face Hub durchsuchen</translation>
    </message>
    <message>
        <source>Finds repositories with GGUF files; Down leads to what was found.</source>
        <translation>Findet Repositorys mit GGUF-Dateien; Pfeil nach unten führt zu den Funden.</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Size of a model</source>
        <translation>Größe eines Modells</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Trending</source>
        <translation>Im Trend</translation>
    </message>
    <message>
        <source>Most downloads</source>
        <translation>Meiste Downloads</translation>
    </message>
    <message>
        <source>Most likes</source>
        <translation>Meiste Likes</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Last updated</source>
        <translation>Zuletzt geändert</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>Jede Größe</translation>
    </message>
    <message>
        <source>Up to {size}</source>
        <translation>Bis {size}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} bis {most}</translation>
    </message>
    <message>
        <source>{size} and more</source>
        <translation>Ab {size}</translation>
    </message>
    <message>
        <source>Any quantization</source>
        <translation>Jede Quantisierung</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>Jede Lizenz</translation>
    </message>
    <message>
        <source>Open or gated</source>
        <translation>Jeder Zugang</translation>
    </message>
    <message>
        <source>Open to all</source>
        <translation>Frei zugänglich</translation>
    </message>
    <message>
        <source>Gated</source>
        <translation>Zugang beschränkt</translation>
    </message>
</context>
<context>
    <name>FindingsDelegate</name>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
</context>
<context>
    <name>FindingsModel</name>
    <message>
        <source>Chat: {title}</source>
        <translation>Chat: {title}</translation>
    </message>
    <message>
        <source>{title}: {excerpt}</source>
        <translation>{title}: {excerpt}</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>✓ fits</source>
        <translation>✓ passt</translation>
    </message>
    <message>
        <source>≈ tight</source>
        <translation>≈ knapp</translation>
    </message>
    <message>
        <source>✕ too large</source>
        <translation>✕ zu groß</translation>
    </message>
    <message>
        <source>Needs {need} of memory; {free} of {total} are free.</source>
        <translation>Braucht {need} Speicher; {free} von {total} sind frei.</translation>
    </message>
    <message>
        <source>Needs {need} of memory, which is tight: {free} of {total} are free. Close other programs first.</source>
        <translation>Braucht {need} Speicher, und das ist knapp: {free} von {total} sind frei. Zuerst andere Programme schließen.</translation>
    </message>
    <message>
        <source>Needs {need} of memory, more than this machine&apos;s {total} can give. Choose a smaller model, a smaller quantization or a shorter context.</source>
        <translation>Braucht {need} Speicher, mehr als die {total} dieses Rechners hergeben. Ein kleineres Modell, eine kleinere Quantisierung oder einen kürzeren Kontext wählen.</translation>
    </message>
    <message>
        <source>Other programs</source>
        <translation>Andere Programme</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Working memory</source>
        <translation>Rechenpuffer</translation>
    </message>
</context>
<context>
    <name>FrameText</name>
    <message>
        <source>The reply up to this pass</source>
        <translation>Die Antwort bis zu diesem Durchgang</translation>
    </message>
    <message>
        <source>… {count} tokens before …</source>
        <translation>… {count} Token davor …</translation>
    </message>
    <message>
        <source>1 guess never tested</source>
        <translation>1 Vorschlag nie geprüft</translation>
    </message>
    <message>
        <source>{count} guesses never tested</source>
        <translation>{count} Vorschläge nie geprüft</translation>
    </message>
</context>
<context>
    <name>GainMeter</name>
    <message>
        <source>net gain</source>
        <translation>Nettogewinn</translation>
    </message>
    <message>
        <source>Net gain: not measured yet</source>
        <translation>Nettogewinn: noch nicht gemessen</translation>
    </message>
    <message>
        <source>Net gain: {gain}</source>
        <translation>Nettogewinn: {gain}</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Chat with language models on your own computer, and see what speculative decoding does. Free software under the Apache License 2.0.</source>
        <translation>Auf dem eigenen Rechner mit Sprachmodellen chatten und sehen, was spekulatives Dekodieren bewirkt. Freie Software unter der Apache-Lizenz 2.0.</translation>
    </message>
    <message>
        <source>Licences of what comes along</source>
        <translation>Lizenzen der mitgelieferten Teile</translation>
    </message>
    <message>
        <source>It is built with:</source>
        <translation>Gebaut mit:</translation>
    </message>
    <message>
        <source>About Paceline</source>
        <translation>Über Paceline</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>This copy</source>
        <translation>Diese Kopie</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Code for this processor</source>
        <translation>Code für diesen Prozessor</translation>
    </message>
    <message>
        <source>runs from a checkout</source>
        <translation>läuft aus einem Checkout</translation>
    </message>
    <message>
        <source>a Python package</source>
        <translation>ein Python-Paket</translation>
    </message>
    <message>
        <source>a bundle</source>
        <translation>ein Bundle</translation>
    </message>
    <message>
        <source>a Debian package</source>
        <translation>ein Debian-Paket</translation>
    </message>
    <message>
        <source>an RPM package</source>
        <translation>ein RPM-Paket</translation>
    </message>
    <message>
        <source>an AppImage</source>
        <translation>ein AppImage</translation>
    </message>
    <message>
        <source>unpacked from an archive</source>
        <translation>aus einem Archiv entpackt</translation>
    </message>
    <message>
        <source>installed by the setup program</source>
        <translation>mit dem Setup-Programm installiert</translation>
    </message>
    <message>
        <source>from a disk image</source>
        <translation>aus einem Disk-Image</translation>
    </message>
    <message>
        <source>see the package</source>
        <translation>siehe Paket</translation>
    </message>
    <message>
        <source>A drafter guessed this token, and the target would have said the same. It came almost for free.</source>
        <translation>Dieses Token wurde vorgeschlagen, und das Zielmodell hätte dasselbe gesagt. Es kam fast umsonst.</translation>
    </message>
    <message>
        <source>The drafter guessed something else. The target wrote its own token instead; rest the mouse on it to see the guess.</source>
        <translation>Vorgeschlagen war etwas anderes. Das Zielmodell schrieb stattdessen sein eigenes Token; mit der Maus darauf zeigen, um den Vorschlag zu sehen.</translation>
    </message>
    <message>
        <source>Every guess before it was right, and the same pass of the target gave this token on top.</source>
        <translation>Alle Vorschläge davor stimmten, und derselbe Durchgang des Zielmodells gab dieses Token noch dazu.</translation>
    </message>
    <message>
        <source>Nothing was guessed here: the target wrote the token alone.</source>
        <translation>Hier war nichts vorgeschlagen: Das Zielmodell schrieb das Token allein.</translation>
    </message>
    <message>
        <source>Whoever wrote a token, the text is the target&apos;s own: guesses make it come sooner, and never change what it would say.</source>
        <translation>Wer ein Token auch schrieb, der Text ist der des Zielmodells: Vorschläge lassen ihn früher kommen und ändern nie, was es sagen würde.</translation>
    </message>
    <message>
        <source>What the colours mean</source>
        <translation>Was die Farben bedeuten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Send the message</source>
        <translation>Die Nachricht senden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabetaste</translation>
    </message>
    <message>
        <source>Begin a new line</source>
        <translation>Neue Zeile beginnen</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Umschalt+Eingabetaste</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>Acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Replay</translation>
    </message>
</context>
<context>
    <name>InstalledFilter</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Drafters</source>
        <translation>Entwurfsmodelle</translation>
    </message>
    <message>
        <source>From Paceline</source>
        <translation>Von Paceline</translation>
    </message>
    <message>
        <source>With trouble</source>
        <translation>Mit Problemen</translation>
    </message>
</context>
<context>
    <name>InstalledModel</name>
    <message>
        <source>{count} parameters</source>
        <translation>{count} Parameter</translation>
    </message>
    <message>
        <source>{count} layers</source>
        <translation>{count} Schichten</translation>
    </message>
    <message>
        <source>context of {count} tokens</source>
        <translation>Kontext von {count} Token</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} Dateien</translation>
    </message>
    <message>
        <source>Delete “{title}” from this machine? These files go, and {size} of the disk are free again:

{files}

Chats that were written with it stay. The model can be downloaded again as long as the Hub has it.</source>
        <translation>„{title}“ von diesem Rechner löschen? Diese Dateien verschwinden, und {size} auf dem Laufwerk sind wieder frei:

{files}

Damit geschriebene Chats bleiben. Das Modell lässt sich wieder herunterladen, solange es auf dem Hub liegt.</translation>
    </message>
</context>
<context>
    <name>InstalledPage</name>
    <message>
        <source>Search installed models</source>
        <translation>Installierte Modelle durchsuchen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>Sortieren nach</translation>
    </message>
    <message>
        <source>Sort: {column}</source>
        <translation>Sortierung: {column}</translation>
    </message>
    <message>
        <source>Installed models</source>
        <translation>Installierte Modelle</translation>
    </message>
    <message>
        <source>Add a &amp;file…</source>
        <translation>&amp;Datei hinzufügen…</translation>
    </message>
    <message>
        <source>Add a f&amp;older…</source>
        <translation>Ordner &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Look &amp;again</source>
        <translation>Neu &amp;suchen</translation>
    </message>
    <message>
        <source>Folders are watched, so this is seldom needed</source>
        <translation>Ordner werden beobachtet, daher ist das selten nötig</translation>
    </message>
    <message>
        <source>There is no model on this machine yet. Get one under Recommended, or add a file.</source>
        <translation>Auf diesem Rechner ist noch kein Modell. Unter „Empfohlen“ eines holen oder eine Datei hinzufügen.</translation>
    </message>
    <message>
        <source>{shown} of {count} models</source>
        <translation>{shown} von {count} Modellen</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s), {size}</source>
        <translation>
            <numerusform>%n Modell, {size}</numerusform>
            <numerusform>%n Modelle, {size}</numerusform>
        </translation>
    </message>
    <message>
        <source>{state}. Looking…</source>
        <translation>{state}. Wird gesucht…</translation>
    </message>
</context>
<context>
    <name>InstalledTable</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Benutzt</translation>
    </message>
</context>
<context>
    <name>KeyRow</name>
    <message>
        <source>Key for {action}</source>
        <translation>Taste für {action}</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Clear the key for {action}</source>
        <translation>Die Taste für {action} löschen</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>This key is needed for writing. Hold Ctrl or Alt with it.</source>
        <translation>Diese Taste wird zum Schreiben gebraucht. Strg oder Alt dazu halten.</translation>
    </message>
</context>
<context>
    <name>KnobRow</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {name} to its default</source>
        <translation>{name} auf den Standardwert zurücksetzen</translation>
    </message>
    <message>
        <source>Back to {value}</source>
        <translation>Zurück auf {value}</translation>
    </message>
</context>
<context>
    <name>Knobs</name>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Higher is more surprising; 0 always takes the likeliest word.</source>
        <translation>Höher ist überraschender; 0 nimmt immer das wahrscheinlichste Wort.</translation>
    </message>
    <message>
        <source>0 (greedy)</source>
        <translation>0 (greedy)</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Chooses among this many of the likeliest tokens; 0 is all.</source>
        <translation>Wählt unter so vielen der wahrscheinlichsten Token; 0 heißt alle.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Chooses among the likeliest tokens that together reach this share; 1 is all.</source>
        <translation>Wählt unter den wahrscheinlichsten Token, die zusammen diesen Anteil erreichen; 1 heißt alle.</translation>
    </message>
    <message>
        <source>Min-p</source>
        <translation>Min-p</translation>
    </message>
    <message>
        <source>Drops tokens less likely than this share of the likeliest; 0 drops none.</source>
        <translation>Verwirft Token, die weniger wahrscheinlich sind als dieser Anteil des wahrscheinlichsten; 0 verwirft keines.</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>Wiederholungsstrafe</translation>
    </message>
    <message>
        <source>Above 1, makes what was just said less likely; 1 is off.</source>
        <translation>Über 1 wird eben Gesagtes unwahrscheinlicher; 1 heißt aus.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Häufigkeitsstrafe</translation>
    </message>
    <message>
        <source>Makes a token less likely each time it was said; 0 is off.</source>
        <translation>Macht ein Token mit jedem Vorkommen unwahrscheinlicher; 0 heißt aus.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Präsenzstrafe</translation>
    </message>
    <message>
        <source>Makes a token less likely once it was said; 0 is off.</source>
        <translation>Macht ein Token unwahrscheinlicher, sobald es vorkam; 0 heißt aus.</translation>
    </message>
    <message>
        <source>Penalty window</source>
        <translation>Fenster der Strafen</translation>
    </message>
    <message>
        <source>How many of the last tokens the penalties look back on.</source>
        <translation>Auf wie viele der letzten Token die Strafen zurückblicken.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed gives the same reply; otherwise chance decides.</source>
        <translation>Derselbe Startwert gibt dieselbe Antwort; sonst entscheidet der Zufall.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>What was learned from your chats was deleted; the chats themselves are untouched.</source>
        <translation>Das aus den Chats Gelernte wurde gelöscht; die Chats selbst sind unberührt.</translation>
    </message>
    <message>
        <source>Forget what was learned?</source>
        <translation>Gelerntes vergessen?</translation>
    </message>
    <message>
        <source>Paceline drafts faster with what it learned from your chats. Delete all of it from this computer? Your chats stay, and learning begins anew with the next reply.</source>
        <translation>Mit dem aus den Chats Gelernten entwirft Paceline schneller. Alles davon auf diesem Rechner löschen? Die Chats bleiben, und das Lernen beginnt mit der nächsten Antwort von vorn.</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Legend of token origins</source>
        <translation>Legende zur Herkunft der Token</translation>
    </message>
    <message>
        <source>Show &amp;origins</source>
        <translation>&amp;Herkunft zeigen</translation>
    </message>
    <message>
        <source>Show where tokens came from</source>
        <translation>Zeigen, woher Token kommen</translation>
    </message>
    <message>
        <source>Tint every token by its origin</source>
        <translation>Jedes Token nach seiner Herkunft tönen</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>{title} has arrived.</source>
        <translation>{title} ist angekommen.</translation>
    </message>
    <message>
        <source>&amp;Load it</source>
        <translation>La&amp;den</translation>
    </message>
</context>
<context>
    <name>LibraryWindow</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>LiveStrip</name>
    <message>
        <source>Live figures</source>
        <translation>Laufende Zahlen</translation>
    </message>
    <message>
        <source>net gain</source>
        <translation>Nettogewinn</translation>
    </message>
    <message>
        <source>How much faster this reply is than plain decoding, measured in this reply. Above 1.0x speculation pays.</source>
        <translation>Wievielmal so schnell diese Antwort ist wie ohne Vorschläge, in dieser Antwort gemessen. Über 1,0x lohnt sich Spekulation.</translation>
    </message>
    <message>
        <source>tok/s now</source>
        <translation>Token/s jetzt</translation>
    </message>
    <message>
        <source>Tokens per second over the last moments.</source>
        <translation>Token je Sekunde in den letzten Augenblicken.</translation>
    </message>
    <message>
        <source>tok/s average</source>
        <translation>Token/s im Mittel</translation>
    </message>
    <message>
        <source>Tokens per second of this reply.</source>
        <translation>Token je Sekunde in dieser Antwort.</translation>
    </message>
    <message>
        <source>acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>Accepted guesses out of those that the target tested.</source>
        <translation>Angenommene von den Vorschlägen, die das Zielmodell geprüft hat.</translation>
    </message>
    <message>
        <source>tokens per pass</source>
        <translation>Token je Durchgang</translation>
    </message>
    <message>
        <source>Mean tokens that one target pass gave.</source>
        <translation>Wie viele Token ein Durchgang des Zielmodells im Mittel gab.</translation>
    </message>
    <message>
        <source>Speculation: {status}. {why}</source>
        <translation>Spekulation: {status}. {why}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Paceline (not kept)</source>
        <translation>Paceline (nicht aufbewahrt)</translation>
    </message>
</context>
<context>
    <name>MessageEdit</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Enter sends, Shift and Enter begin a new line. In the empty box, Up brings your earlier messages back.</source>
        <translation>Die Eingabetaste sendet, mit Umschalt beginnt sie eine neue Zeile. Im leeren Feld holt Pfeil nach oben frühere Nachrichten zurück.</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Nachricht schreiben</translation>
    </message>
</context>
<context>
    <name>MessageVerbs</name>
    <message>
        <source>Formatted</source>
        <translation>Formatiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Rohtext</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Check parity</source>
        <translation>Parität prüfen</translation>
    </message>
    <message>
        <source>Several answers</source>
        <translation>Mehrere Antworten</translation>
    </message>
    <message>
        <source>Compare settings</source>
        <translation>Einstellungen vergleichen</translation>
    </message>
    <message>
        <source>Formatted view of this message</source>
        <translation>Diese Nachricht formatiert zeigen</translation>
    </message>
    <message>
        <source>Copy the whole message</source>
        <translation>Die ganze Nachricht kopieren</translation>
    </message>
    <message>
        <source>Edit the message; the old one stays as a branch</source>
        <translation>Die Nachricht bearbeiten; die alte bleibt als Zweig</translation>
    </message>
    <message>
        <source>Regenerate the reply; the old one stays as a branch</source>
        <translation>Die Antwort neu erzeugen; die alte bleibt als Zweig</translation>
    </message>
    <message>
        <source>Continue the reply where it ended</source>
        <translation>Die Antwort fortsetzen, wo sie endete</translation>
    </message>
    <message>
        <source>Raw view: the message as the model wrote it</source>
        <translation>Rohtext: die Nachricht, wie das Modell sie schrieb</translation>
    </message>
    <message>
        <source>Inspect the tokens and passes of this reply</source>
        <translation>Token und Durchgänge dieser Antwort untersuchen</translation>
    </message>
    <message>
        <source>Check parity: write the reply again without speculation and compare</source>
        <translation>Parität prüfen: die Antwort ohne Spekulation noch einmal schreiben und vergleichen</translation>
    </message>
    <message>
        <source>Write several answers at once and pick one</source>
        <translation>Mehrere Antworten auf einmal schreiben und eine aussuchen</translation>
    </message>
    <message>
        <source>Answer it with two settings and compare them</source>
        <translation>Mit zwei Einstellungen beantworten und vergleichen</translation>
    </message>
</context>
<context>
    <name>ModelDetail</name>
    <message>
        <source>Drafts that fit</source>
        <translation>Passende Entwurfsmodelle</translation>
    </message>
    <message>
        <source>&amp;Draft:</source>
        <translation>Ent&amp;wurfsmodell:</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Laden</translation>
    </message>
    <message>
        <source>Check a &amp;pair…</source>
        <translation>&amp;Paar prüfen…</translation>
    </message>
    <message>
        <source>&amp;Verify</source>
        <translation>Datei p&amp;rüfen</translation>
    </message>
    <message>
        <source>&amp;Show in folder</source>
        <translation>Im &amp;Ordner zeigen</translation>
    </message>
    <message>
        <source>&amp;Take off the list</source>
        <translation>Von der Liste &amp;nehmen</translation>
    </message>
    <message>
        <source>De&amp;lete…</source>
        <translation>Lös&amp;chen…</translation>
    </message>
    <message>
        <source>Read every byte and compare it with the published sum</source>
        <translation>Jedes Byte lesen und mit der veröffentlichten Prüfsumme vergleichen</translation>
    </message>
    <message>
        <source>without a draft</source>
        <translation>ohne Entwurfsmodell</translation>
    </message>
    <message>
        <source>looking for drafts that fit…</source>
        <translation>passende Entwurfsmodelle werden gesucht…</translation>
    </message>
    <message>
        <source>&amp;Load with draft</source>
        <translation>Mit Entwurf &amp;laden</translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>the target itself</source>
        <translation>das Zielmodell selbst</translation>
    </message>
    <message>
        <source>what was already said</source>
        <translation>aus dem schon Gesagten</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>MTP drafter</source>
        <translation>MTP-Entwurf</translation>
    </message>
    <message>
        <source>EAGLE-3 drafter</source>
        <translation>EAGLE-3-Entwurf</translation>
    </message>
    <message>
        <source>DFlash drafter</source>
        <translation>DFlash-Entwurf</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>✓ here</source>
        <translation>✓ hier</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>{count} files</source>
        <translation>{count} Dateien</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>ca. {size}</translation>
    </message>
</context>
<context>
    <name>Origins</name>
    <message>
        <source>Drafted</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>Bonus</source>
        <translation>Bonus</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Direkt</translation>
    </message>
    <message>
        <source>Not reported</source>
        <translation>Ohne Angabe</translation>
    </message>
    <message>
        <source>drafted</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>Korrektur</translation>
    </message>
    <message>
        <source>bonus</source>
        <translation>Bonus</translation>
    </message>
    <message>
        <source>plain</source>
        <translation>direkt</translation>
    </message>
    <message>
        <source>not reported</source>
        <translation>ohne Angabe</translation>
    </message>
    <message>
        <source>the drafter guessed it and the target agreed</source>
        <translation>die Entwurfsquelle schlug es vor, und das Zielmodell stimmte zu</translation>
    </message>
    <message>
        <source>the target&apos;s own choice where the guess was wrong</source>
        <translation>die eigene Wahl des Zielmodells, wo der Vorschlag falsch war</translation>
    </message>
    <message>
        <source>the target&apos;s own choice after a draft that was right to the end</source>
        <translation>die eigene Wahl des Zielmodells nach einem Entwurf, der bis zum Ende stimmte</translation>
    </message>
    <message>
        <source>the target&apos;s own choice, nothing was guessed</source>
        <translation>die eigene Wahl des Zielmodells, nichts war vorgeschlagen</translation>
    </message>
    <message>
        <source>the server that wrote this does not say whether it was guessed</source>
        <translation>der Server, der das schrieb, sagt nicht, ob es vorgeschlagen war</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>The governor&apos;s last decision</source>
        <translation>Letzte Entscheidung des Reglers</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>Token/s</translation>
    </message>
    <message>
        <source>Acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>Draft length</source>
        <translation>Entwurfslänge</translation>
    </message>
    <message>
        <source>guesses</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>The dashed line is what plain decoding would give.</source>
        <translation>Die gestrichelte Linie zeigt, was einfaches Dekodieren gäbe.</translation>
    </message>
    <message>
        <source>Threads of this reply</source>
        <translation>Threads dieser Antwort</translation>
    </message>
    <message>
        <source>The pair that is loaded now</source>
        <translation>Das jetzt geladene Paar</translation>
    </message>
    <message>
        <source>Overview of the reply</source>
        <translation>Überblick über die Antwort</translation>
    </message>
    <message>
        <source>◆ the governor decided anew   ┄ plain decoding</source>
        <translation>◆ der Regler entschied neu   ┄ einfaches Dekodieren</translation>
    </message>
</context>
<context>
    <name>PageKind</name>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Hugging Face Hub</source>
        <translation>Hugging Face Hub</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Pair doctor</source>
        <translation>Paar-Doktor</translation>
    </message>
</context>
<context>
    <name>PairFacts</name>
    <message>
        <source>Target&apos;s threads</source>
        <translation>Threads des Zielmodells</translation>
    </message>
    <message>
        <source>Draft&apos;s threads</source>
        <translation>Threads des Entwurfsmodells</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>none is loaded</source>
        <translation>keines geladen</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Zielmodell</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>Target&apos;s layers</source>
        <translation>Schichten des Zielmodells</translation>
    </message>
    <message>
        <source>Draft&apos;s layers</source>
        <translation>Schichten des Entwurfsmodells</translation>
    </message>
    <message>
        <source>Memory of the {model}</source>
        <translation>Speicher: {model}</translation>
    </message>
    <message>
        <source>the server does not say</source>
        <translation>der Server sagt es nicht</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Software</source>
        <translation>Software</translation>
    </message>
    <message>
        <source>Guesses</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>told for each token</source>
        <translation>zu jedem Token gemeldet</translation>
    </message>
    <message>
        <source>counted for each reply, if it guesses</source>
        <translation>je Antwort gezählt, falls es welche gibt</translation>
    </message>
    <message>
        <source>Memory, threads, placement</source>
        <translation>Speicher, Threads, Verteilung</translation>
    </message>
    <message>
        <source>the server&apos;s own</source>
        <translation>Sache des Servers</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Zielmodell</translation>
    </message>
    <message>
        <source>{total} MB on {device}: weights {weights}, cache {cache}, computing {compute}</source>
        <translation>{total} MB auf {device}: Gewichte {weights}, Cache {cache}, Rechnen {compute}</translation>
    </message>
    <message>
        <source>{threads} (passes: {count})</source>
        <translation>{threads} (Durchgänge: {count})</translation>
    </message>
    <message>
        <source>{count} on {device}</source>
        <translation>{count} auf {device}</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>Prozessor</translation>
    </message>
</context>
<context>
    <name>PairName</name>
    <message>
        <source>the practice pair</source>
        <translation>Übungspaar</translation>
    </message>
    <message>
        <source>the starter model</source>
        <translation>Startermodell</translation>
    </message>
    <message>
        <source>Practice pair</source>
        <translation>Übungspaar</translation>
    </message>
    <message>
        <source>Real speed, but its answers are only as good as its 135M model.</source>
        <translation>Echtes Tempo, aber die Antworten sind nur so gut wie sein 135M-Modell.</translation>
    </message>
    <message>
        <source>Starter model</source>
        <translation>Startermodell</translation>
    </message>
    <message>
        <source>n-grams</source>
        <translation>N-Gramme</translation>
    </message>
    <message>
        <source>{facts}, drafted by {drafter}.</source>
        <translation>{facts}, Entwürfe: {drafter}.</translation>
    </message>
    <message>
        <source>a model on a server</source>
        <translation>ein Modell auf einem Server</translation>
    </message>
    <message>
        <source>{model} on {host}</source>
        <translation>{model} auf {host}</translation>
    </message>
    <message>
        <source>A model on {host}.</source>
        <translation>Ein Modell auf {host}.</translation>
    </message>
    <message>
        <source>A model on {host}, which runs {software}.</source>
        <translation>Ein Modell auf {host}, wo {software} läuft.</translation>
    </message>
    <message>
        <source>{count} parameters, {size} GB</source>
        <translation>{count} Parameter, {size} GB</translation>
    </message>
</context>
<context>
    <name>PairOpening</name>
    <message>
        <source>Building the practice target</source>
        <translation>Das Übungs-Zielmodell wird gebaut</translation>
    </message>
    <message>
        <source>it is not running</source>
        <translation>sie läuft nicht</translation>
    </message>
    <message>
        <source>Connecting to the server</source>
        <translation>Verbindung zum Server wird aufgebaut</translation>
    </message>
    <message>
        <source>Loading the target</source>
        <translation>Das Zielmodell wird geladen</translation>
    </message>
    <message>
        <source>Loading the draft</source>
        <translation>Das Entwurfsmodell wird geladen</translation>
    </message>
</context>
<context>
    <name>PairRendering</name>
    <message>
        <source>Opening {pair}</source>
        <translation>Wird geöffnet: {pair}</translation>
    </message>
</context>
<context>
    <name>PairWishes</name>
    <message>
        <source>Open a target model</source>
        <translation>Zielmodell öffnen</translation>
    </message>
    <message>
        <source>Open a draft model</source>
        <translation>Entwurfsmodell öffnen</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>switch off</source>
        <translation>ausschalten</translation>
    </message>
    <message>
        <source>Untitled chat</source>
        <translation>Chat ohne Titel</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>setting · {section}</source>
        <translation>Einstellung · {section}</translation>
    </message>
</context>
<context>
    <name>PaletteSheet</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type an action, a chat or a setting</source>
        <translation>Aktion, Chat oder Einstellung eingeben</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Up and Down choose among what fits, Enter does it, Escape closes.</source>
        <translation>Pfeil nach oben und unten wählen aus, die Eingabetaste führt aus, Escape schließt.</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Was passt</translation>
    </message>
    <message>
        <source>Nothing fits. Type less, or other words.</source>
        <translation>Nichts passt. Weniger oder andere Wörter eingeben.</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>The reply before</source>
        <translation>Die Antwort davor</translation>
    </message>
    <message>
        <source>The reply after</source>
        <translation>Die Antwort danach</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export the passes of this reply</source>
        <translation>Die Durchgänge dieser Antwort exportieren</translation>
    </message>
    <message>
        <source>Save the passes of this reply to a file</source>
        <translation>Die Durchgänge dieser Antwort in einer Datei speichern</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>In einem eigenen Fenster öffnen</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>Den Inspektor schließen</translation>
    </message>
    <message>
        <source>A server wrote this reply. It does not report passes, guesses or probabilities: what is listed are pieces of text, as they came.</source>
        <translation>Diese Antwort hat ein Server geschrieben. Er meldet weder Durchgänge noch Vorschläge noch Wahrscheinlichkeiten: Aufgeführt sind Textstücke, wie sie ankamen.</translation>
    </message>
    <message>
        <source>Reply {number}/{count}</source>
        <translation>Nr. {number}/{count}</translation>
    </message>
    <message>
        <source>Reply {number} of {count}</source>
        <translation>Antwort {number} von {count}</translation>
    </message>
    <message>
        <source>Views of the reply</source>
        <translation>Ansichten der Antwort</translation>
    </message>
    <message>
        <source>Nothing to inspect yet</source>
        <translation>Noch nichts zu untersuchen</translation>
    </message>
    <message>
        <source>Here you see how a reply came about: which tokens were guessed, which guesses were refused, how long every pass took, and whether guessing paid.

Send a message, and watch it here while it is written.</source>
        <translation>Hier ist zu sehen, wie eine Antwort zustande kam: welche Token vorgeschlagen waren, welche Vorschläge abgelehnt wurden, wie lange jeder Durchgang dauerte und ob sich das Vorschlagen lohnte.

Eine Nachricht senden und hier beim Schreiben zusehen.</translation>
    </message>
</context>
<context>
    <name>ParitySheet</name>
    <message>
        <source>Save the record</source>
        <translation>Das Protokoll speichern</translation>
    </message>
    <message>
        <source>Parity check</source>
        <translation>Paritätsprüfung</translation>
    </message>
    <message>
        <source>The reply is written once more without speculation, with the same seed and settings. Nothing of it goes into the chat.</source>
        <translation>Die Antwort wird noch einmal ohne Spekulation geschrieben, mit demselben Startwert und denselben Einstellungen. Nichts davon gelangt in den Chat.</translation>
    </message>
    <message>
        <source>Without speculation</source>
        <translation>Ohne Spekulation</translation>
    </message>
    <message>
        <source>The reply in the chat</source>
        <translation>Die Antwort im Chat</translation>
    </message>
    <message>
        <source>&amp;Save record…</source>
        <translation>Protokoll &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Next difference</source>
        <translation>&amp;Nächster Unterschied</translation>
    </message>
    <message>
        <source>C&amp;heck</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>This reply was checked by rejection sampling, which follows the same distribution with other draws: with the same seed it says something else by its nature. Only greedy replies of that mode, or those of match mode, can be compared word for word.</source>
        <translation>Diese Antwort wurde mit Rejection Sampling geprüft, das derselben Verteilung mit anderen Ziehungen folgt: Mit demselben Startwert sagt es naturgemäß etwas anderes. Wort für Wort vergleichen lassen sich nur Antworten dieses Modus bei Temperatur 0 oder solche des Abgleichs.</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>Der Prompt wird gelesen</translation>
    </message>
    <message>
        <source>Writing without speculation</source>
        <translation>Wird ohne Spekulation geschrieben</translation>
    </message>
    <message>
        <source>Stopped before anything was written.</source>
        <translation>Angehalten, bevor etwas geschrieben war.</translation>
    </message>
    <message>
        <source>The prompt is not what it was when the reply was written: the system prompt or an attachment changed.</source>
        <translation>Der Prompt ist nicht mehr der, mit dem die Antwort geschrieben wurde: System-Prompt oder ein Anhang haben sich geändert.</translation>
    </message>
    <message>
        <source>Saved as {file}.</source>
        <translation>Gespeichert als {file}.</translation>
    </message>
    <message>
        <source>Identical: all {count} tokens are the same without speculation.</source>
        <translation>Identisch: Alle {count} Token sind ohne Spekulation dieselben.</translation>
    </message>
    <message>
        <source>Identical as far as it was checked: the first {count} tokens.</source>
        <translation>Identisch, so weit geprüft wurde: die ersten {count} Token.</translation>
    </message>
    <message>
        <source>The same up to token {place}, where two tokens were nearly tied: rounding decides such ties, in any engine.</source>
        <translation>Gleich bis Token {place}, wo zwei Token fast gleichauf lagen: Solche Fälle entscheidet in jeder Engine die Rundung.</translation>
    </message>
    <message>
        <source>They differ from token {place} on, and rounding does not explain it. Please save the record and report it.</source>
        <translation>Ab Token {place} verschieden, und Rundung erklärt es nicht. Bitte das Protokoll speichern und melden.</translation>
    </message>
    <message>
        <source>The same up to token {place}, where the draw fell differently. Rounding may turn a draw that is close; the shift below tells how far rounding goes here.</source>
        <translation>Gleich bis Token {place}, wo die Ziehung anders ausfiel. Rundung kann eine knappe Ziehung kippen; die Verschiebung unten sagt, wie weit Rundung hier reicht.</translation>
    </message>
    <message>
        <source>Where both say the same, the target&apos;s probabilities differ by at most {shift} percentage points.</source>
        <translation>Wo beide dasselbe sagen, weichen die Wahrscheinlichkeiten des Zielmodells um höchstens {shift} Prozentpunkte ab.</translation>
    </message>
    <message>
        <source>Without speculation: {plain}. In the chat: {speculated}.</source>
        <translation>Ohne Spekulation: {plain}. Im Chat: {speculated}.</translation>
    </message>
    <message>
        <source>nothing more</source>
        <translation>nichts mehr</translation>
    </message>
    <message>
        <source>the end</source>
        <translation>das Ende</translation>
    </message>
    <message>
        <source>“{text}” with {share} %, the best token {margin} logits ahead</source>
        <translation>„{text}“ mit {share} %, das beste Token {margin} Logits voraus</translation>
    </message>
</context>
<context>
    <name>PatientCard</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose: {part}</source>
        <translation>Wählen: {part}</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei…</translation>
    </message>
    <message>
        <source>Open a file: {part}</source>
        <translation>Eine Datei öffnen: {part}</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>or drop a GGUF file here</source>
        <translation>oder hier eine GGUF-Datei ablegen</translation>
    </message>
</context>
<context>
    <name>Payoff</name>
    <message>
        <source>The server does not report what guessing gained.</source>
        <translation>Was das Vorschlagen gebracht hat, meldet der Server nicht.</translation>
    </message>
    <message>
        <source>Nothing has been guessed, so there is nothing to gain or lose.</source>
        <translation>Nichts wurde vorgeschlagen, also gibt es nichts zu gewinnen oder zu verlieren.</translation>
    </message>
    <message>
        <source>The gain is not known until the target has run without a draft once.</source>
        <translation>Der Gewinn ist erst bekannt, wenn das Zielmodell einmal ohne Entwurf gelaufen ist.</translation>
    </message>
    <message>
        <source>Speculation makes this reply {gain} times as fast.</source>
        <translation>Spekulation macht diese Antwort {gain}-mal so schnell.</translation>
    </message>
    <message>
        <source>Speculation makes no difference to this reply&apos;s speed.</source>
        <translation>Spekulation ändert nichts am Tempo dieser Antwort.</translation>
    </message>
    <message>
        <source>Speculation slows this reply down, to {percent} % of plain decoding.</source>
        <translation>Spekulation bremst diese Antwort auf {percent} % des einfachen Dekodierens.</translation>
    </message>
    <message>
        <source>Even guesses that are always right would cost too much here.</source>
        <translation>Selbst Vorschläge, die immer stimmen, würden hier zu viel kosten.</translation>
    </message>
    <message>
        <source>It pays from {even} % acceptance on; now {acceptance} % are accepted.</source>
        <translation>Sie lohnt sich ab {even} % Akzeptanz; jetzt werden {acceptance} % angenommen.</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Search, or paste a repository of the Hub</source>
        <translation>Suchen oder ein Repository des Hubs einfügen</translation>
    </message>
    <message>
        <source>Up and Down choose among what fits, Enter takes it.</source>
        <translation>Pfeil nach oben und unten wählen aus, die Eingabetaste übernimmt.</translation>
    </message>
    <message>
        <source>Models to choose from</source>
        <translation>Modelle zur Auswahl</translation>
    </message>
    <message>
        <source>No model fits these words.</source>
        <translation>Kein Modell passt zu diesen Wörtern.</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a file</source>
        <translation>Datei öffnen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Look into {repository} on the Hub</source>
        <translation>{repository} auf dem Hub ansehen</translation>
    </message>
    <message>
        <source>Asking the Hub…</source>
        <translation>Der Hub wird gefragt…</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>Hub cache</source>
        <translation>Hub-Cache</translation>
    </message>
    <message>
        <source>Practice pair</source>
        <translation>Übungspaar</translation>
    </message>
</context>
<context>
    <name>Plot</name>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>{value} {unit} after {seconds} seconds.</source>
        <translation>{value} {unit} nach {seconds} Sekunden.</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 s</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>All settings and keys are as on the first day.</source>
        <translation>Alle Einstellungen und Tasten sind wie am ersten Tag.</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Precise</source>
        <translation>Präzise</translation>
    </message>
    <message>
        <source>Creative writing</source>
        <translation>Kreatives Schreiben</translation>
    </message>
    <message>
        <source>Programming</source>
        <translation>Programmieren</translation>
    </message>
    <message>
        <source>Explain simply</source>
        <translation>Einfach erklären</translation>
    </message>
    <message>
        <source>Translate into English</source>
        <translation>Ins Englische übersetzen</translation>
    </message>
    <message>
        <source>Proofread</source>
        <translation>Korrektur lesen</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>Zusammenfassen</translation>
    </message>
    <message>
        <source>Repeatable</source>
        <translation>Wiederholbar</translation>
    </message>
</context>
<context>
    <name>ProgressRow</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>C&amp;ancel</source>
        <translation>Abbr&amp;echen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen…</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Your message</source>
        <translation>Die eigene Nachricht</translation>
    </message>
    <message>
        <source>Show {count} more characters</source>
        <translation>{count} weitere Zeichen zeigen</translation>
    </message>
    <message>
        <source>You: {text}</source>
        <translation>Ich: {text}</translation>
    </message>
    <message>
        <source>Enter goes into the text, Tab to what can be done with it.</source>
        <translation>Die Eingabetaste führt in den Text, Tab zu dem, was sich mit ihm tun lässt.</translation>
    </message>
    <message>
        <source>{count} more characters; Copy takes them all</source>
        <translation>{count} weitere Zeichen; Kopieren nimmt sie alle mit</translation>
    </message>
</context>
<context>
    <name>RateGraph</name>
    <message>
        <source>Graph of tokens per second</source>
        <translation>Kurve der Token je Sekunde</translation>
    </message>
    <message>
        <source>Tokens per second over this reply. The dashed line is what plain decoding would give, once this reply has measured it.</source>
        <translation>Token je Sekunde im Lauf dieser Antwort. Die gestrichelte Linie zeigt, was einfaches Dekodieren gäbe, sobald diese Antwort es gemessen hat.</translation>
    </message>
    <message>
        <source>{rate} tokens per second after {seconds} seconds</source>
        <translation>{rate} Token je Sekunde nach {seconds} Sekunden</translation>
    </message>
</context>
<context>
    <name>Recommendation</name>
    <message>
        <source>It fits onto the graphics processor as a whole, with about {need} of its {memory}.</source>
        <translation>Passt ganz auf den Grafikprozessor, mit etwa {need} von dessen {memory}.</translation>
    </message>
    <message>
        <source>It takes about {need} of this machine&apos;s {memory} and should write at least as fast as you read.</source>
        <translation>Braucht etwa {need} der {memory} dieses Rechners und sollte mindestens so schnell schreiben, wie man liest.</translation>
    </message>
    <message>
        <source>It takes about {need} of this machine&apos;s {memory}, but every token reads {read} of main memory: expect to wait for answers.</source>
        <translation>Braucht etwa {need} der {memory} dieses Rechners, aber jedes Token liest {read} aus dem Hauptspeicher: Antworten lassen auf sich warten.</translation>
    </message>
    <message>
        <source>It takes about {need} of this machine&apos;s {memory}: close other programs first.</source>
        <translation>Braucht etwa {need} der {memory} dieses Rechners: zuerst andere Programme schließen.</translation>
    </message>
    <message>
        <source>It needs about {need}, and this machine has {memory}.</source>
        <translation>Braucht etwa {need}, und dieser Rechner hat {memory}.</translation>
    </message>
</context>
<context>
    <name>RecommendedPage</name>
    <message>
        <source>Recommended pairs</source>
        <translation>Empfohlene Paare</translation>
    </message>
    <message>
        <source>Looking at what this machine can hold…</source>
        <translation>Was passt auf diesen Rechner? Wird ermittelt…</translation>
    </message>
    <message>
        <source>This machine has {total} of memory, {free} of it free. What suits it best comes first.</source>
        <translation>Dieser Rechner hat {total} Speicher, davon {free} frei. Was am besten zu ihm passt, steht oben.</translation>
    </message>
</context>
<context>
    <name>Remedy</name>
    <message>
        <source>&amp;Restart engine</source>
        <translation>Engine &amp;neu starten</translation>
    </message>
    <message>
        <source>&amp;Open another file…</source>
        <translation>Andere Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>&amp;Choose a pair</source>
        <translation>Paar &amp;wählen</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;versuchen</translation>
    </message>
    <message>
        <source>&amp;Regenerate</source>
        <translation>Neu &amp;erzeugen</translation>
    </message>
    <message>
        <source>&amp;Stop it</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Connect to a server…</source>
        <translation>Mit einem Se&amp;rver verbinden…</translation>
    </message>
    <message>
        <source>&amp;New chat</source>
        <translation>&amp;Neuer Chat</translation>
    </message>
</context>
<context>
    <name>ReplayView</name>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
    <message>
        <source>One pass back</source>
        <translation>Einen Durchgang zurück</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>Abspielen</translation>
    </message>
    <message>
        <source>One pass on</source>
        <translation>Einen Durchgang weiter</translation>
    </message>
    <message>
        <source>Speed of the replay</source>
        <translation>Tempo der Wiedergabe</translation>
    </message>
    <message>
        <source>True speed</source>
        <translation>Echtes Tempo</translation>
    </message>
    <message>
        <source>Half speed</source>
        <translation>Halbes Tempo</translation>
    </message>
    <message>
        <source>Tenth of the speed</source>
        <translation>Ein Zehntel des Tempos</translation>
    </message>
    <message>
        <source>Four times as fast</source>
        <translation>Viermal so schnell</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>{what} {time} {seconds} s into the reply, {left} passes to go.</source>
        <translation>{what} {time} {seconds} s nach Beginn der Antwort, noch {left} Durchgänge.</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Text of the reply</source>
        <translation>Text der Antwort</translation>
    </message>
    <message>
        <source>Show or hide what the model thought</source>
        <translation>Zeigen oder verbergen, was das Modell dachte</translation>
    </message>
    <message>
        <source>Thinking, {count} tokens so far</source>
        <translation>Denkt nach, {count} Token bisher</translation>
    </message>
    <message>
        <source>Thought for 1 token</source>
        <translation>1 Token lang nachgedacht</translation>
    </message>
    <message>
        <source>Thought for {count} tokens</source>
        <translation>{count} Token lang nachgedacht</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Schreibt…</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Continue this reply</source>
        <translation>Diese Antwort fortsetzen</translation>
    </message>
    <message>
        <source>Let the reply go on where it ended</source>
        <translation>Die Antwort dort weitergehen lassen, wo sie endete</translation>
    </message>
    <message>
        <source>Enter goes into the text, Tab to what can be done with it.</source>
        <translation>Die Eingabetaste führt in den Text, Tab zu dem, was sich mit ihm tun lässt.</translation>
    </message>
</context>
<context>
    <name>ReplyFooter</name>
    <message>
        <source>⚠ Interrupted: the reply is incomplete</source>
        <translation>⚠ Unterbrochen: Die Antwort ist unvollständig</translation>
    </message>
    <message>
        <source>Stopped by you</source>
        <translation>Von Hand angehalten</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>{rate} tok/s</source>
        <translation>{rate} Token/s</translation>
    </message>
    <message>
        <source>first after {seconds} s</source>
        <translation>erstes nach {seconds} s</translation>
    </message>
    <message>
        <source>{percent} % of guesses by {names} accepted</source>
        <translation>{percent} % der Vorschläge angenommen ({names})</translation>
    </message>
    <message>
        <source>{percent} % of guesses accepted</source>
        <translation>{percent} % der Vorschläge angenommen</translation>
    </message>
    <message>
        <source>net gain {gain}x</source>
        <translation>Nettogewinn {gain}x</translation>
    </message>
    <message>
        <source>written by {server}</source>
        <translation>geschrieben von {server}</translation>
    </message>
    <message>
        <source>guesses not reported by {server}</source>
        <translation>Vorschläge von {server} nicht gemeldet</translation>
    </message>
    <message>
        <source>{accepted} of {drafted} guesses accepted, says {server}</source>
        <translation>{accepted} von {drafted} Vorschlägen angenommen, sagt {server}</translation>
    </message>
    <message>
        <source>{count} pieces of text, tokens not reported</source>
        <translation>{count} Textstücke, Token nicht gemeldet</translation>
    </message>
    <message>
        <source>cut at the longest reply allowed</source>
        <translation>an der längsten erlaubten Antwort abgeschnitten</translation>
    </message>
    <message>
        <source>cut because the context is full</source>
        <translation>abgeschnitten, weil der Kontext voll ist</translation>
    </message>
</context>
<context>
    <name>ReplySummary</name>
    <message>
        <source>Nothing was guessed: the target wrote every token by itself.</source>
        <translation>Nichts wurde vorgeschlagen: Das Zielmodell schrieb jedes Token selbst.</translation>
    </message>
    <message>
        <source>Speculation made it {gain} times as fast as plain decoding.</source>
        <translation>Spekulation machte sie {gain}-mal so schnell wie einfaches Dekodieren.</translation>
    </message>
    <message>
        <source>Speculation made no difference to its speed.</source>
        <translation>Spekulation änderte nichts an ihrem Tempo.</translation>
    </message>
    <message>
        <source>Speculation slowed it down, to {percent} % of the speed of plain decoding.</source>
        <translation>Spekulation bremste sie auf {percent} % des Tempos von einfachem Dekodieren.</translation>
    </message>
    <message>
        <source>An empty reply.</source>
        <translation>Eine leere Antwort.</translation>
    </message>
    <message>
        <source>A reply of 1 token</source>
        <translation>Eine Antwort aus 1 Token</translation>
    </message>
    <message>
        <source>A reply of {count} tokens</source>
        <translation>Eine Antwort aus {count} Token</translation>
    </message>
    <message>
        <source>at {rate} tokens per second</source>
        <translation>mit {rate} Token je Sekunde</translation>
    </message>
    <message>
        <source>the first after {seconds} seconds</source>
        <translation>das erste nach {seconds} Sekunden</translation>
    </message>
    <message>
        <source>It was written by {server}.</source>
        <translation>Geschrieben hat sie {server}.</translation>
    </message>
    <message>
        <source>It was written by {server}, which does not report guesses.</source>
        <translation>Geschrieben hat sie {server}, ohne Vorschläge zu melden.</translation>
    </message>
    <message>
        <source>It was written by {server}, which reports {drafted} guesses, {accepted} of them accepted.</source>
        <translation>Geschrieben hat sie {server}; gemeldete Vorschläge: {drafted}, davon angenommen: {accepted}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>Of {tested} tested guesses by {names}, {accepted} were accepted, {percent} %.</source>
        <translation>Von {tested} geprüften Vorschlägen ({names}) wurden {accepted} angenommen, {percent} %.</translation>
    </message>
    <message>
        <source>Of {tested} tested guesses, {accepted} were accepted, {percent} %.</source>
        <translation>Von {tested} geprüften Vorschlägen wurden {accepted} angenommen, {percent} %.</translation>
    </message>
    <message>
        <source>Tokens: {drafted} drafted, {corrected} corrected, {bonus} bonus, {plain} plain.</source>
        <translation>Token: {drafted} vorgeschlagen, {corrected} korrigiert, {bonus} Bonus, {plain} direkt.</translation>
    </message>
</context>
<context>
    <name>ReplyText</name>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Move the caret through a reply to hear where each token came from.</source>
        <translation>Den Cursor durch eine Antwort bewegen, um zu hören, woher jedes Token kam.</translation>
    </message>
</context>
<context>
    <name>Repository</name>
    <message>
        <source>{count} parameters</source>
        <translation>{count} Parameter</translation>
    </message>
    <message>
        <source>context of {count} tokens</source>
        <translation>Kontext von {count} Token</translation>
    </message>
    <message>
        <source>no licence given</source>
        <translation>keine Lizenz angegeben</translation>
    </message>
    <message>
        <source>gated: accept the terms on its page first</source>
        <translation>Zugang beschränkt: zuerst auf der Seite die Bedingungen annehmen</translation>
    </message>
    <message>
        <source>made from {models}</source>
        <translation>abgeleitet von {models}</translation>
    </message>
    <message>
        <source>{count} files with unsafe names left out</source>
        <translation>Dateien mit unsicheren Namen weggelassen: {count}</translation>
    </message>
</context>
<context>
    <name>RepositoryView</name>
    <message>
        <source>Models of the repository</source>
        <translation>Modelle des Repositorys</translation>
    </message>
    <message>
        <source>Context, in tokens</source>
        <translation>Kontext, in Token</translation>
    </message>
    <message>
        <source>Drafts that fit</source>
        <translation>Passende Entwurfsmodelle</translation>
    </message>
    <message>
        <source>&amp;Get</source>
        <translation>&amp;Holen</translation>
    </message>
    <message>
        <source>&amp;Load</source>
        <translation>&amp;Laden</translation>
    </message>
    <message>
        <source>Check a &amp;pair…</source>
        <translation>&amp;Paar prüfen…</translation>
    </message>
    <message>
        <source>Open its pa&amp;ge</source>
        <translation>&amp;Seite öffnen</translation>
    </message>
    <message>
        <source>without a draft</source>
        <translation>ohne Entwurfsmodell</translation>
    </message>
    <message>
        <source>looking for drafts that fit…</source>
        <translation>passende Entwurfsmodelle werden gesucht…</translation>
    </message>
    <message>
        <source>Cont&amp;ext:</source>
        <translation>&amp;Kontext:</translation>
    </message>
    <message>
        <source>&amp;Draft:</source>
        <translation>Ent&amp;wurfsmodell:</translation>
    </message>
    <message>
        <source>&amp;Get both</source>
        <translation>Beide &amp;holen</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>{count} downloads</source>
        <translation>Downloads: {count}</translation>
    </message>
    <message>
        <source>{count} likes</source>
        <translation>Likes: {count}</translation>
    </message>
    <message>
        <source>needs access</source>
        <translation>Zugang beschränkt</translation>
    </message>
</context>
<context>
    <name>RoundFacts</name>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>Pass {number}: {tokens} without a draft.</source>
        <translation>Durchgang {number}: {tokens} ohne Entwurf.</translation>
    </message>
    <message>
        <source>Pass {number}: {drafted} guessed, {accepted} accepted, {tokens} in all.</source>
        <translation>Durchgang {number}: {drafted} vorgeschlagen, {accepted} angenommen, insgesamt {tokens}.</translation>
    </message>
    <message>
        <source>It took {wall} ms</source>
        <translation>Er dauerte {wall} ms</translation>
    </message>
    <message>
        <source>{whole}: {draft} ms for the draft, {verify} ms to check it.</source>
        <translation>{whole}: {draft} ms für den Entwurf, {verify} ms für die Prüfung.</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Entwurfsquelle</translation>
    </message>
    <message>
        <source>Guesses never tested</source>
        <translation>Nie geprüfte Vorschläge</translation>
    </message>
    <message>
        <source>Whole pass</source>
        <translation>Ganzer Durchgang</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Check by the target</source>
        <translation>Prüfung durch das Zielmodell</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>Sampling</translation>
    </message>
    <message>
        <source>Tokens in the pass</source>
        <translation>Token im Durchgang</translation>
    </message>
    <message>
        <source>Draft catching up</source>
        <translation>Aufholen des Entwurfsmodells</translation>
    </message>
    <message>
        <source>Threads of the target</source>
        <translation>Threads des Zielmodells</translation>
    </message>
    <message>
        <source>Threads of the draft</source>
        <translation>Threads des Entwurfsmodells</translation>
    </message>
    <message>
        <source>Governor</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>{value} ms</source>
        <translation>{value} ms</translation>
    </message>
</context>
<context>
    <name>RoundTable</name>
    <message>
        <source>Guessed</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Pass, ms</source>
        <translation>Durchgang, ms</translation>
    </message>
    <message>
        <source>Draft, ms</source>
        <translation>Entwurf, ms</translation>
    </message>
    <message>
        <source>Check, ms</source>
        <translation>Prüfung, ms</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Entwurfsquelle</translation>
    </message>
    <message>
        <source>Governor</source>
        <translation>Regler</translation>
    </message>
</context>
<context>
    <name>RoundsView</name>
    <message>
        <source>Passes of the reply</source>
        <translation>Durchgänge der Antwort</translation>
    </message>
    <message>
        <source>As a &amp;table</source>
        <translation>Als &amp;Tabelle</translation>
    </message>
    <message>
        <source>Show the passes as a table</source>
        <translation>Die Durchgänge als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Above the line guesses: filled accepted, outlined refused, dotted never tested, a ring where nothing was guessed. Below it milliseconds: hatched the draft, solid the target&apos;s check. ◆ the governor decided anew.</source>
        <translation>Über der Linie Vorschläge: gefüllt angenommen, umrandet abgelehnt, gepunktet nie geprüft, ein Ring, wo nichts vorgeschlagen war. Darunter Millisekunden: schraffiert der Entwurf, voll die Prüfung des Zielmodells. ◆ der Regler entschied neu.</translation>
    </message>
    <message>
        <source>Facts of the pass</source>
        <translation>Angaben zum Durchgang</translation>
    </message>
    <message>
        <source>Choose a pass to see what it did and what it took.</source>
        <translation>Einen Durchgang wählen, um zu sehen, was er tat und wie lange er brauchte.</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {setting}</source>
        <translation>{setting} zurücksetzen</translation>
    </message>
</context>
<context>
    <name>Sample</name>
    <message>
        <source>{origin}, {look}: {meaning}.</source>
        <translation>{origin}, {look}: {meaning}.</translation>
    </message>
    <message>
        <source>green with a dotted underline</source>
        <translation>grün, gepunktet unterstrichen</translation>
    </message>
    <message>
        <source>amber with a solid underline</source>
        <translation>bernsteinfarben, durchgehend unterstrichen</translation>
    </message>
    <message>
        <source>faint blue with a dashed underline</source>
        <translation>blassblau, gestrichelt unterstrichen</translation>
    </message>
    <message>
        <source>without a mark</source>
        <translation>ohne Markierung</translation>
    </message>
</context>
<context>
    <name>SearchBox</name>
    <message>
        <source>Clear the search</source>
        <translation>Die Suche leeren</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Search chats</source>
        <translation>Chats durchsuchen</translation>
    </message>
    <message>
        <source>Finds titles and messages as you type; Down leads to what was found.</source>
        <translation>Findet Titel und Nachrichten beim Tippen; Pfeil nach unten führt zu den Funden.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Die Suche leeren</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source>Connect to a server</source>
        <translation>Mit einem Server verbinden</translation>
    </message>
    <message>
        <source>Chat with a model that another program runs: llama-server, vLLM, Ollama, LM Studio, another Paceline, or a service that speaks OpenAI&apos;s protocol.</source>
        <translation>Mit einem Modell chatten, das ein anderes Programm ausführt: llama-server, vLLM, Ollama, LM Studio, ein anderes Paceline oder ein Dienst, der das Protokoll von OpenAI spricht.</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Forget this server</source>
        <translation>Diesen Server vergessen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Show its &amp;models</source>
        <translation>&amp;Modelle zeigen</translation>
    </message>
    <message>
        <source>Show its models</source>
        <translation>Seine Modelle zeigen</translation>
    </message>
    <message>
        <source>Send my text &amp;unencrypted to this server</source>
        <translation>Meinen Text &amp;unverschlüsselt an diesen Server senden</translation>
    </message>
    <message>
        <source>Send my text unencrypted to this server</source>
        <translation>Meinen Text unverschlüsselt an diesen Server senden</translation>
    </message>
    <message>
        <source>C&amp;onnect</source>
        <translation>Ver&amp;binden</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>A new server</source>
        <translation>Ein neuer Server</translation>
    </message>
    <message>
        <source>The server has one model.</source>
        <translation>Der Server hat ein Modell.</translation>
    </message>
    <message>
        <source>The server has {count} models.</source>
        <translation>Der Server hat {count} Modelle.</translation>
    </message>
    <message>
        <source>The server does not list its models: enter the name of one.</source>
        <translation>Der Server führt seine Modelle nicht auf: den Namen von einem eingeben.</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>Der Server wird gefragt…</translation>
    </message>
    <message>
        <source>&amp;Server</source>
        <translation>&amp;Server</translation>
    </message>
    <message>
        <source>&amp;Address</source>
        <translation>&amp;Adresse</translation>
    </message>
    <message>
        <source>API &amp;key</source>
        <translation>API-Sch&amp;lüssel</translation>
    </message>
    <message>
        <source>Mo&amp;del</source>
        <translation>Mo&amp;dell</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This is no address of a server.</source>
        <translation>Das ist keine Adresse eines Servers.</translation>
    </message>
    <message>
        <source>Nothing is sent before you connect.</source>
        <translation>Vor dem Verbinden wird nichts gesendet.</translation>
    </message>
    <message>
        <source>kept; enter another to change it</source>
        <translation>gespeichert; zum Ändern einen anderen eingeben</translation>
    </message>
    <message>
        <source>only where the server asks for one</source>
        <translation>nur, wo der Server einen verlangt</translation>
    </message>
</context>
<context>
    <name>ServerIndicator</name>
    <message>
        <source>Local server</source>
        <translation>Lokaler Server</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Show the local server</source>
        <translation>Den lokalen Server zeigen</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>The key is kept until Paceline is closed: there is no keyring.</source>
        <translation>Der Schlüssel ist gespeichert, bis Paceline geschlossen wird: Es gibt keinen Schlüsselbund.</translation>
    </message>
</context>
<context>
    <name>Serving</name>
    <message>
        <source>Choose a target model</source>
        <translation>Ein Zielmodell wählen</translation>
    </message>
    <message>
        <source>Choose a draft model, or cancel to do without one</source>
        <translation>Ein Entwurfsmodell wählen oder ohne eines abbrechen</translation>
    </message>
    <message>
        <source>The new key is shown once the server runs.</source>
        <translation>Der neue Schlüssel wird gezeigt, sobald der Server läuft.</translation>
    </message>
    <message>
        <source>The local server was not started, for its key is not kept on this system.</source>
        <translation>Der lokale Server wurde nicht gestartet, denn sein Schlüssel ist auf diesem System nicht gespeichert.</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Zeigen</translation>
    </message>
    <message>
        <source>The practice pair is made at its first use; then its memory is looked at.</source>
        <translation>Das Übungspaar wird beim ersten Gebrauch gebaut; erst dann zeigt sich, wie viel Speicher es braucht.</translation>
    </message>
    <message>
        <source>The pair that is open in the window</source>
        <translation>Das im Fenster geladene Paar</translation>
    </message>
    <message>
        <source>As in the window: {name}</source>
        <translation>Wie im Fenster: {name}</translation>
    </message>
    <message>
        <source>a local server with these models takes {need}, {free} are free</source>
        <translation>ein lokaler Server mit diesen Modellen braucht {need}, frei sind {free}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Die Adresse kopieren</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Copy the key</source>
        <translation>Den Schlüssel kopieren</translation>
    </message>
    <message>
        <source>The key, shown only this time</source>
        <translation>Der Schlüssel, nur dieses eine Mal gezeigt</translation>
    </message>
    <message>
        <source>Language of the example</source>
        <translation>Sprache des Beispiels</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the example</source>
        <translation>Das Beispiel kopieren</translation>
    </message>
    <message>
        <source>Base address for clients</source>
        <translation>Basisadresse für Clients</translation>
    </message>
    <message>
        <source>running</source>
        <translation>laufend</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>tok/s</source>
        <translation>Token/s</translation>
    </message>
    <message>
        <source>acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>net gain</source>
        <translation>Nettogewinn</translation>
    </message>
    <message>
        <source>requests so far</source>
        <translation>Anfragen bisher</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Läuft nicht</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Lets other programs ask your models over HTTP, in the way in which they ask OpenAI. It runs beside the chat and ends with this window.</source>
        <translation>Lässt andere Programme die eigenen Modelle über HTTP fragen, so wie sie OpenAI fragen. Er läuft neben dem Chat und endet mit diesem Fenster.</translation>
    </message>
    <message>
        <source>Looking at the models and the memory…</source>
        <translation>Modelle und Speicher werden geprüft…</translation>
    </message>
    <message>
        <source>It is coming to its end. Replies under way are cut short.</source>
        <translation>Er kommt zum Ende. Laufende Antworten werden abgebrochen.</translation>
    </message>
    <message>
        <source>Local server at {address}</source>
        <translation>Lokaler Server: {address}</translation>
    </message>
    <message>
        <source>{running} running, {waiting} waiting, {rate} tok/s</source>
        <translation>laufend: {running}, wartend: {waiting}, {rate} Token/s</translation>
    </message>
    <message>
        <source>The local server is stopping…</source>
        <translation>Der lokale Server wird beendet…</translation>
    </message>
    <message>
        <source>The local server is loading…</source>
        <translation>Der lokale Server lädt…</translation>
    </message>
    <message>
        <source>Takes about {need} of memory besides the chat; {free} are free.</source>
        <translation>Braucht neben dem Chat etwa {need} Speicher; {free} sind frei.</translation>
    </message>
    <message>
        <source>Takes about {need} of memory besides the chat, which is tight: {free} are free. Close other programs first, or take fewer replies at once.</source>
        <translation>Braucht neben dem Chat etwa {need} Speicher, was knapp ist: {free} sind frei. Erst andere Programme schließen oder weniger gleichzeitige Antworten wählen.</translation>
    </message>
    <message>
        <source>Takes about {need} of memory besides the chat, more than this computer can give. Choose smaller models or fewer replies at once.</source>
        <translation>Braucht neben dem Chat etwa {need} Speicher, mehr als dieser Rechner geben kann. Kleinere Modelle oder weniger gleichzeitige Antworten wählen.</translation>
    </message>
    <message>
        <source>A key is kept in this system&apos;s keyring.</source>
        <translation>Ein Schlüssel ist im Schlüsselbund dieses Systems gespeichert.</translation>
    </message>
    <message>
        <source>A key is kept until Paceline is closed.</source>
        <translation>Ein Schlüssel ist gespeichert, bis Paceline geschlossen wird.</translation>
    </message>
    <message>
        <source>A key is made at the first start, and shown once.</source>
        <translation>Ein Schlüssel wird beim ersten Start erzeugt und einmal gezeigt.</translation>
    </message>
    <message>
        <source>Building the practice target:</source>
        <translation>Das Übungs-Zielmodell wird gebaut:</translation>
    </message>
    <message>
        <source>Loading the draft:</source>
        <translation>Das Entwurfsmodell wird geladen:</translation>
    </message>
    <message>
        <source>Loading the target:</source>
        <translation>Das Zielmodell wird geladen:</translation>
    </message>
    <message>
        <source>Loading the models…</source>
        <translation>Die Modelle werden geladen…</translation>
    </message>
    <message>
        <source>Answers as “{model}”, {seats} replies at once with {tokens} tokens of context each.</source>
        <translation>Antwortet als „{model}“; Antworten gleichzeitig: {seats}, Kontext jeweils {tokens} Token.</translation>
    </message>
</context>
<context>
    <name>ServingDialog</name>
    <message>
        <source>Local server</source>
        <translation>Lokaler Server</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ServingForm</name>
    <message>
        <source>Only this &amp;computer</source>
        <translation>Nur dieser &amp;Rechner</translation>
    </message>
    <message>
        <source>Only this computer</source>
        <translation>Nur dieser Rechner</translation>
    </message>
    <message>
        <source>Others in my &amp;network too, with a key</source>
        <translation>Auch andere in meinem &amp;Netz, mit Schlüssel</translation>
    </message>
    <message>
        <source>Others in my network too, with a key</source>
        <translation>Auch andere in meinem Netz, mit Schlüssel</translation>
    </message>
    <message>
        <source>What is asked and answered travels without encryption. Do this only in a network that you trust.</source>
        <translation>Fragen und Antworten reisen unverschlüsselt. Nur in einem vertrauenswürdigen Netz einschalten.</translation>
    </message>
    <message>
        <source>Ma&amp;ke a new key</source>
        <translation>Neuen Schlüssel &amp;erzeugen</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Neuen Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Start it whenever Paceline st&amp;arts</source>
        <translation>Immer mit Paceline s&amp;tarten</translation>
    </message>
    <message>
        <source>Start it whenever Paceline starts</source>
        <translation>Immer mit Paceline starten</translation>
    </message>
    <message>
        <source>Other files…</source>
        <translation>Andere Dateien…</translation>
    </message>
    <message>
        <source>Looking how much memory it takes…</source>
        <translation>Es wird geprüft, wie viel Speicher er braucht…</translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation>&amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;Port</source>
        <translation>&amp;Port</translation>
    </message>
    <message>
        <source>&amp;Replies at once</source>
        <translation>&amp;Gleichzeitige Antworten</translation>
    </message>
    <message>
        <source>Who may ask</source>
        <translation>Wer fragen darf</translation>
    </message>
</context>
<context>
    <name>SettingForm</name>
    <message>
        <source>Speculation of {name}</source>
        <translation>Spekulation von {name}</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>Draft length of {name}</source>
        <translation>Entwurfslänge von {name}</translation>
    </message>
    <message>
        <source>Guesses per pass; auto leaves their number to the governor</source>
        <translation>Vorschläge je Durchgang; auto überlässt die Zahl dem Regler</translation>
    </message>
    <message>
        <source>No speculation</source>
        <translation>Keine Spekulation</translation>
    </message>
    <message>
        <source>The governor decides</source>
        <translation>Der Regler entscheidet</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Speculation</source>
        <translation>Spekulation</translation>
    </message>
    <message>
        <source>Models and memory</source>
        <translation>Modelle und Speicher</translation>
    </message>
    <message>
        <source>Hub and downloads</source>
        <translation>Hub und Downloads</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Tokens after which a reply ends; Continue goes on with it.</source>
        <translation>Token, nach denen eine Antwort endet; „Fortsetzen“ führt sie weiter.</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>When a chat outgrows the context</source>
        <translation>Wenn ein Chat den Kontext sprengt</translation>
    </message>
    <message>
        <source>What the model forgets first. Your chat itself keeps it all.</source>
        <translation>Was das Modell zuerst vergisst. Der Chat selbst behält alles.</translation>
    </message>
    <message>
        <source>Stop and say so</source>
        <translation>Anhalten und es sagen</translation>
    </message>
    <message>
        <source>Forget the oldest turns</source>
        <translation>Ältestes vergessen</translation>
    </message>
    <message>
        <source>Forget the middle</source>
        <translation>Mitte vergessen</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>Guess the next tokens and let the target check them at once.</source>
        <translation>Die nächsten Token vorschlagen und vom Zielmodell auf einmal prüfen lassen.</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Entwurfsquelle</translation>
    </message>
    <message>
        <source>Who guesses. The governor picks whichever pays best.</source>
        <translation>Wer vorschlägt. Der Regler nimmt, was sich am meisten lohnt.</translation>
    </message>
    <message>
        <source>Best (governor)</source>
        <translation>Die beste (Regler)</translation>
    </message>
    <message>
        <source>Draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>N-grams of this chat</source>
        <translation>N-Gramme dieses Chats</translation>
    </message>
    <message>
        <source>N-gram map</source>
        <translation>N-Gramm-Karte</translation>
    </message>
    <message>
        <source>N-gram pool</source>
        <translation>N-Gramm-Vorrat</translation>
    </message>
    <message>
        <source>N-grams of all my chats</source>
        <translation>N-Gramme aller meiner Chats</translation>
    </message>
    <message>
        <source>Cascade</source>
        <translation>Kaskade</translation>
    </message>
    <message>
        <source>Hierarchy</source>
        <translation>Hierarchie</translation>
    </message>
    <message>
        <source>Draft length</source>
        <translation>Entwurfslänge</translation>
    </message>
    <message>
        <source>Tokens guessed before each check.</source>
        <translation>Token, die vor jeder Prüfung vorgeschlagen werden.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>How guesses are checked</source>
        <translation>Wie Vorschläge geprüft werden</translation>
    </message>
    <message>
        <source>Both keep the target&apos;s own distribution. Matching gives one text for one seed.</source>
        <translation>Beides wahrt die Verteilung des Zielmodells. Abgleich gibt zu einem Startwert einen Text.</translation>
    </message>
    <message>
        <source>Matching</source>
        <translation>Abgleich</translation>
    </message>
    <message>
        <source>Rejection sampling</source>
        <translation>Rejection Sampling</translation>
    </message>
    <message>
        <source>Context length</source>
        <translation>Kontextlänge</translation>
    </message>
    <message>
        <source>Tokens that a chat may fill. More takes more memory.</source>
        <translation>Token, die ein Chat füllen darf. Mehr braucht mehr Speicher.</translation>
    </message>
    <message>
        <source>Target layers on graphics processors</source>
        <translation>Schichten des Zielmodells auf Grafikprozessoren</translation>
    </message>
    <message>
        <source>0 computes on the processor alone.</source>
        <translation>0 rechnet allein auf dem Prozessor.</translation>
    </message>
    <message>
        <source>Draft layers on graphics processors</source>
        <translation>Schichten des Entwurfsmodells auf Grafikprozessoren</translation>
    </message>
    <message>
        <source>The draft gains most, for every round runs it several times.</source>
        <translation>Das Entwurfsmodell gewinnt am meisten, denn es läuft in jedem Durchgang mehrmals.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>The name of the only one to compute on, as “paceline devices” tells it. Empty uses what is fastest.</source>
        <translation>Der Name des einzigen, auf dem gerechnet werden soll, wie „paceline devices“ ihn nennt. Leer nimmt das schnellste.</translation>
    </message>
    <message>
        <source>Keys in the KV cache</source>
        <translation>Schlüssel im KV-Cache</translation>
    </message>
    <message>
        <source>Fewer bits leave room for a longer context, less exactly.</source>
        <translation>Weniger Bits lassen Platz für längeren Kontext, weniger genau.</translation>
    </message>
    <message>
        <source>Values in the KV cache</source>
        <translation>Werte im KV-Cache</translation>
    </message>
    <message>
        <source>As for keys. Quantized ones need flash attention.</source>
        <translation>Wie bei Schlüsseln. Quantisierte brauchen Flash Attention.</translation>
    </message>
    <message>
        <source>Flash attention</source>
        <translation>Flash Attention</translation>
    </message>
    <message>
        <source>Computes attention in one step: faster, with less memory.</source>
        <translation>Berechnet Attention in einem Schritt: schneller, mit weniger Speicher.</translation>
    </message>
    <message>
        <source>Where the device can</source>
        <translation>Wo das Gerät es kann</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Other machines that hold layers of the target, as 192.168.1.20:50052, with commas between; “paceline rpc” runs there. Trusted networks only: nothing is encrypted, and there is no password.</source>
        <translation>Andere Rechner, die Schichten des Zielmodells halten, etwa 192.168.1.20:50052, durch Kommas getrennt; dort läuft „paceline rpc“. Nur in vertrauenswürdigen Netzen: nichts ist verschlüsselt, und es gibt kein Passwort.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Processor threads to compute with at the most.</source>
        <translation>Höchstzahl der Prozessor-Threads zum Rechnen.</translation>
    </message>
    <message>
        <source>Stay offline</source>
        <translation>Offline bleiben</translation>
    </message>
    <message>
        <source>Never ask the Hub. Models on this computer work as ever.</source>
        <translation>Den Hub nie fragen. Modelle auf diesem Rechner funktionieren wie immer.</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
    <message>
        <source>What all downloads together may take of your line.</source>
        <translation>Was alle Downloads zusammen von der Leitung nehmen dürfen.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keines</translation>
    </message>
    <message>
        <source> kB/s</source>
        <translation> kB/s</translation>
    </message>
    <message>
        <source>Downloads at once</source>
        <translation>Gleichzeitige Downloads</translation>
    </message>
    <message>
        <source>Further ones wait in the queue.</source>
        <translation>Weitere warten in der Schlange.</translation>
    </message>
    <message>
        <source>Use the token of other programs</source>
        <translation>Das Token anderer Programme benutzen</translation>
    </message>
    <message>
        <source>The one that “hf auth login” keeps on this computer. It is sent to huggingface.co alone, and a token of your own goes before it.</source>
        <translation>Das von „hf auth login“ auf diesem Rechner gespeicherte. Es wird nur an huggingface.co gesendet, und ein hier eingegebenes Token geht vor.</translation>
    </message>
    <message>
        <source>Address of the Hub</source>
        <translation>Adresse des Hubs</translation>
    </message>
    <message>
        <source>Of a mirror, with https://. Whoever runs it sees what you fetch; your token for the Hub is not sent there. Empty for huggingface.co.</source>
        <translation>Die eines Spiegelservers, mit https://. Wer ihn betreibt, sieht, was geholt wird; das Token für den Hub wird nicht dorthin gesendet. Leer heißt huggingface.co.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>What the window speaks, from the next start of Paceline on.</source>
        <translation>Was das Fenster spricht, ab dem nächsten Start von Paceline.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>High contrast is light or dark as your system is.</source>
        <translation>Hoher Kontrast ist hell oder dunkel wie das System.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Size of text</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Against the size that your system uses.</source>
        <translation>Im Verhältnis zur Größe, die das System benutzt.</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Show origins of tokens</source>
        <translation>Herkunft der Token zeigen</translation>
    </message>
    <message>
        <source>Tint and underline every token by where it came from.</source>
        <translation>Jedes Token nach seiner Herkunft tönen und unterstreichen.</translation>
    </message>
    <message>
        <source>Learn from my chats</source>
        <translation>Aus meinen Chats lernen</translation>
    </message>
    <message>
        <source>Drafts get better with fragments of five tokens of your chats. They stay on this computer, and “Forget what was learned” deletes them.</source>
        <translation>Entwürfe werden besser mit Bruchstücken von fünf Token aus den Chats. Sie bleiben auf diesem Rechner, und „Gelerntes vergessen“ löscht sie.</translation>
    </message>
    <message>
        <source>Look for new versions</source>
        <translation>Nach neuen Versionen suchen</translation>
    </message>
    <message>
        <source>Asks once a day, without a word about you or your version. Nothing is installed.</source>
        <translation>Fragt einmal am Tag und verrät dabei weder Persönliches noch die eigene Version. Nichts wird installiert.</translation>
    </message>
    <message>
        <source>Context length of the draft</source>
        <translation>Kontextlänge des Entwurfsmodells</translation>
    </message>
    <message>
        <source>A shorter one saves memory; the draft then sees less.</source>
        <translation>Kürzer spart Speicher; das Entwurfsmodell sieht dann weniger.</translation>
    </message>
    <message>
        <source>KV cache of the draft</source>
        <translation>KV-Cache des Entwurfsmodells</translation>
    </message>
    <message>
        <source>Never changes what is written: the target checks every guess.</source>
        <translation>Ändert nie, was geschrieben wird: Das Zielmodell prüft jeden Vorschlag.</translation>
    </message>
    <message>
        <source>Keep all of sliding windows</source>
        <translation>Gleitende Fenster ganz behalten</translation>
    </message>
    <message>
        <source>Off saves memory on models with sliding-window attention, but long chats are read anew more often.</source>
        <translation>Aus spart Speicher bei Modellen mit gleitendem Fenster, aber lange Chats werden öfter neu gelesen.</translation>
    </message>
    <message>
        <source>Write a whole number from {least} to {most}, or nothing.</source>
        <translation>Eine ganze Zahl von {least} bis {most} schreiben oder nichts.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Chec&amp;k</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Check the nodes</source>
        <translation>Die Knoten prüfen</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Wird gefragt…</translation>
    </message>
    <message>
        <source>{node} is there: {gigabytes} GB free.</source>
        <translation>{node} ist da: {gigabytes} GB frei.</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search settings and keys</source>
        <translation>Einstellungen und Tasten durchsuchen</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Die Suche leeren</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Some changes act when the pair is loaded again.</source>
        <translation>Manches wirkt erst, wenn das Paar neu geladen wird.</translation>
    </message>
    <message>
        <source>&amp;Load it again</source>
        <translation>Neu &amp;laden</translation>
    </message>
    <message>
        <source>Load the pair again</source>
        <translation>Das Paar neu laden</translation>
    </message>
    <message>
        <source>Reset &amp;all</source>
        <translation>&amp;Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all settings and keys</source>
        <translation>Alle Einstellungen und Tasten zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This value cannot be taken: {reason}</source>
        <translation>Dieser Wert geht nicht: {reason}</translation>
    </message>
    <message>
        <source>{key} already belongs to “{action}”. Choose another, or change that one first.</source>
        <translation>{key} gehört schon zu „{action}“. Eine andere wählen oder zuerst jene ändern.</translation>
    </message>
    <message>
        <source>No setting matches “{words}”.</source>
        <translation>Keine Einstellung passt zu „{words}“.</translation>
    </message>
</context>
<context>
    <name>SeveralSheet</name>
    <message>
        <source>Several answers</source>
        <translation>Mehrere Antworten</translation>
    </message>
    <message>
        <source>The answers are written in common passes over the model, which takes far less time than one after the other. When you pick one, all are kept as branches.</source>
        <translation>Die Antworten werden in gemeinsamen Durchgängen geschrieben, was viel weniger Zeit braucht als eine nach der anderen. Wird eine ausgesucht, bleiben alle als Zweige erhalten.</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>&amp;Answers</source>
        <translation>A&amp;ntworten</translation>
    </message>
    <message>
        <source>&amp;Write answers</source>
        <translation>Antworten &amp;schreiben</translation>
    </message>
    <message>
        <source>This chat&apos;s temperature is 0, at which all answers would be the same; they are written at {temperature} instead.</source>
        <translation>Die Temperatur dieses Chats ist 0, alle Antworten wären also gleich; sie werden stattdessen mit {temperature} geschrieben.</translation>
    </message>
    <message>
        <source>Reading the prompt</source>
        <translation>Der Prompt wird gelesen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Wird geschrieben</translation>
    </message>
    <message>
        <source>Stopped before anything was written.</source>
        <translation>Angehalten, bevor etwas geschrieben war.</translation>
    </message>
    <message>
        <source>{count} tokens in {seconds} s: {rate} tokens per second together</source>
        <translation>{count} Token in {seconds} s: zusammen {rate} Token je Sekunde</translation>
    </message>
    <message>
        <source>The answers are written.</source>
        <translation>Die Antworten sind geschrieben.</translation>
    </message>
</context>
<context>
    <name>ShareBars</name>
    <message>
        <source>not tested</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>{percent} % of {tested}</source>
        <translation>{percent} % von {tested}</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>“{question}”</source>
        <translation>„{question}“</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
</context>
<context>
    <name>SidebarColumn</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>+ New chat</source>
        <translation>+ Neuer Chat</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>No chats yet.
What you write is kept here.</source>
        <translation>Noch keine Chats.
Geschriebenes bleibt hier.</translation>
    </message>
    <message>
        <source>Nothing found for “{words}”.</source>
        <translation>Nichts gefunden zu „{words}“.</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>Un&amp;pin</source>
        <translation>&amp;Loslösen</translation>
    </message>
    <message>
        <source>&amp;Pin</source>
        <translation>An&amp;heften</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
</context>
<context>
    <name>Sizes</name>
    <message>
        <source>{size}/s</source>
        <translation>{size}/s</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>unter einer Minute</translation>
    </message>
    <message>
        <source>about {count} min</source>
        <translation>etwa {count} min</translation>
    </message>
    <message>
        <source>about {count} h</source>
        <translation>etwa {count} h</translation>
    </message>
    <message>
        <source>more than a day</source>
        <translation>über einen Tag</translation>
    </message>
</context>
<context>
    <name>SpeedBox</name>
    <message>
        <source>Speed &amp;limit</source>
        <translation>Tempo&amp;limit</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keines</translation>
    </message>
    <message>
        <source> MB/s</source>
        <translation> MB/s</translation>
    </message>
    <message>
        <source>Speed limit</source>
        <translation>Tempolimit</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>The engine stopped unexpectedly. Press Restart.</source>
        <translation>Die Engine wurde unerwartet beendet. „Neu starten“ drücken.</translation>
    </message>
    <message>
        <source>engine stopped</source>
        <translation>Engine beendet</translation>
    </message>
    <message>
        <source>models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>The pair is being prepared and loaded.</source>
        <translation>Das Paar wird vorbereitet und geladen.</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>The engine process is starting.</source>
        <translation>Der Engine-Prozess startet.</translation>
    </message>
    <message>
        <source>engine not started</source>
        <translation>Engine nicht gestartet</translation>
    </message>
    <message>
        <source>There is no engine process.</source>
        <translation>Es gibt keinen Engine-Prozess.</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>No model is loaded yet: choose a pair.</source>
        <translation>Noch ist kein Modell geladen: ein Paar wählen.</translation>
    </message>
    <message>
        <source>The server decides whether and how it speculates.</source>
        <translation>Ob und wie spekuliert wird, entscheidet der Server.</translation>
    </message>
    <message>
        <source>The server decides whether and how it speculates. While it writes, it does not report guesses, acceptance or net gain; tokens per second are about right.</source>
        <translation>Ob und wie spekuliert wird, entscheidet der Server. Beim Schreiben meldet er weder Vorschläge noch Akzeptanz noch Nettogewinn; Token je Sekunde stimmen ungefähr.</translation>
    </message>
    <message>
        <source>you switched it off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>The target writes every token by itself.</source>
        <translation>Das Zielmodell schreibt jedes Token selbst.</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>Speculation is on and waits for a message.</source>
        <translation>Spekulation ist an und wartet auf eine Nachricht.</translation>
    </message>
    <message>
        <source>would not pay</source>
        <translation>lohnt sich nicht</translation>
    </message>
    <message>
        <source>nothing to guess</source>
        <translation>kein Vorschlag</translation>
    </message>
    <message>
        <source>The drafter had no guess in the last rounds, so the target writes alone.</source>
        <translation>In den letzten Durchgängen gab es keinen Vorschlag, daher schreibt das Zielmodell allein.</translation>
    </message>
    <message>
        <source>drafting</source>
        <translation>mit Entwurf</translation>
    </message>
    <message>
        <source>A drafter guesses and the target checks every guess.</source>
        <translation>Eine Entwurfsquelle schlägt vor, und das Zielmodell prüft jeden Vorschlag.</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>n-grams</source>
        <translation>N-Gramme</translation>
    </message>
    <message>
        <source>draft model</source>
        <translation>Entwurfsmodell</translation>
    </message>
    <message>
        <source>your n-grams</source>
        <translation>eigene N-Gramme</translation>
    </message>
    <message>
        <source>hierarchy</source>
        <translation>Hierarchie</translation>
    </message>
</context>
<context>
    <name>Steering</name>
    <message>
        <source>Custom</source>
        <translation>Angepasst</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Preset: {name}</source>
        <translation>Vorlage: {name}</translation>
    </message>
    <message>
        <source>System prompt and sampling: {name}</source>
        <translation>System-Prompt und Sampling: {name}</translation>
    </message>
    <message>
        <source>This chat differs from your settings: {list}</source>
        <translation>Dieser Chat weicht von den Einstellungen ab: {list}</translation>
    </message>
    <message>
        <source>System prompt and sampling of this chat, as in your settings</source>
        <translation>System-Prompt und Sampling dieses Chats, wie in den Einstellungen</translation>
    </message>
</context>
<context>
    <name>SteeringDialog</name>
    <message>
        <source>System prompt and sampling of this chat</source>
        <translation>System-Prompt und Sampling dieses Chats</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>&amp;Vorlage</translation>
    </message>
    <message>
        <source>&amp;Save as…</source>
        <translation>&amp;Speichern als…</translation>
    </message>
    <message>
        <source>Save as preset</source>
        <translation>Als Vorlage speichern</translation>
    </message>
    <message>
        <source>Keep what is set below as a preset of your own</source>
        <translation>Das unten Eingestellte als eigene Vorlage behalten</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Delete preset</source>
        <translation>Vorlage löschen</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>&amp;Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alles zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the program&apos;s settings, without a system prompt</source>
        <translation>Zurück zu den Einstellungen des Programms, ohne System-Prompt</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Angepasst</translation>
    </message>
    <message>
        <source>Differs from your settings: {list}</source>
        <translation>Weicht von den Einstellungen ab: {list}</translation>
    </message>
    <message>
        <source>As in your settings.</source>
        <translation>Wie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Name of the preset</source>
        <translation>Name der Vorlage</translation>
    </message>
</context>
<context>
    <name>SteeringPanel</name>
    <message>
        <source>System prompt</source>
        <translation>System-Prompt</translation>
    </message>
    <message>
        <source>Read by the model before everything else: who it is and how it answers.</source>
        <translation>Liest das Modell vor allem anderen: wer es ist und wie es antwortet.</translation>
    </message>
    <message>
        <source>None: the model answers in its own manner</source>
        <translation>Keiner: Das Modell antwortet auf seine eigene Art</translation>
    </message>
    <message>
        <source>Stop strings</source>
        <translation>Stoppzeichenfolgen</translation>
    </message>
    <message>
        <source>The reply ends before the first of these; one a line, \n is a line break.</source>
        <translation>Die Antwort endet vor der ersten davon; eine je Zeile, \n ist ein Zeilenumbruch.</translation>
    </message>
    <message>
        <source>Longest reply</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>Tokens after which a reply ends, whatever it was about to say.</source>
        <translation>Token, nach denen eine Antwort endet, was immer sie noch sagen wollte.</translation>
    </message>
    <message>
        <source>When the context is full</source>
        <translation>Wenn der Kontext voll ist</translation>
    </message>
    <message>
        <source>Forget the oldest messages</source>
        <translation>Die ältesten Nachrichten vergessen</translation>
    </message>
    <message>
        <source>Forget the middle, keep the first and the latest</source>
        <translation>Die Mitte vergessen, Anfang und Ende behalten</translation>
    </message>
    <message>
        <source>Stop, and refuse what does not fit</source>
        <translation>Anhalten und ablehnen, was nicht hineinpasst</translation>
    </message>
    <message>
        <source>What the model no longer reads stays in the chat on the screen.</source>
        <translation>Was das Modell nicht mehr liest, bleibt im Chat auf dem Bildschirm.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline of passes</source>
        <translation>Zeitachse der Durchgänge</translation>
    </message>
    <message>
        <source>No pass is chosen; the arrow keys choose one.</source>
        <translation>Kein Durchgang gewählt; die Pfeiltasten wählen einen.</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Dismiss: {text}</source>
        <translation>Schließen: {text}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>ToastStack</name>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
</context>
<context>
    <name>TokenDescription</name>
    <message>
        <source>(no text of its own)</source>
        <translation>(kein eigener Text)</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>no probability</source>
        <translation>keine Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>under {least} %</source>
        <translation>unter {least} %</translation>
    </message>
    <message>
        <source>{token} {origin}: {account}.</source>
        <translation>{token} {origin}: {account}.</translation>
    </message>
    <message>
        <source>drafter</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>target</source>
        <translation>Zielmodell</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>Opens {link}</source>
        <translation>Öffnet {link}</translation>
    </message>
    <message>
        <source>guessed by {drafter} ({guess}), and the target agreed ({target})</source>
        <translation>vorgeschlagen: {drafter} ({guess}), und das Zielmodell stimmte zu ({target})</translation>
    </message>
    <message>
        <source>guess {place} of a draft by {drafter} ({guess}), and the target agreed ({target})</source>
        <translation>Vorschlag {place} eines Entwurfs: {drafter} ({guess}), und das Zielmodell stimmte zu ({target})</translation>
    </message>
    <message>
        <source>a drafter</source>
        <translation>eine Entwurfsquelle</translation>
    </message>
    <message>
        <source>instead of the rejected guess {ghost} (drafter {guess}, target {doubt}) the target chose {token} ({target})</source>
        <translation>statt des abgelehnten Vorschlags {ghost} (Entwurf {guess}, Zielmodell {doubt}) wählte das Zielmodell {token} ({target})</translation>
    </message>
</context>
<context>
    <name>TokenDialog</name>
    <message>
        <source>Token for the Hub</source>
        <translation>Token für den Hub</translation>
    </message>
    <message>
        <source>Some models are given only to people who have accepted their terms. A token tells {address} who you are: make one there that may read, and paste it here. It is kept in this system&apos;s keyring, or, where there is none, until Paceline is closed.</source>
        <translation>Manche Modelle gibt es nur, wenn ihre Bedingungen angenommen sind. Ein Token sagt {address}, wer fragt: dort eines anlegen, das lesen darf, und hier einfügen. Es wird im Schlüsselbund dieses Systems gespeichert oder, wo es keinen gibt, nur bis Paceline geschlossen wird.</translation>
    </message>
    <message>
        <source>Where the token is kept</source>
        <translation>Wo das Token gespeichert ist</translation>
    </message>
    <message>
        <source>C&amp;heck it</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Check the kept token</source>
        <translation>Das gespeicherte Token prüfen</translation>
    </message>
    <message>
        <source>&amp;Forget it</source>
        <translation>&amp;Vergessen</translation>
    </message>
    <message>
        <source>Forget the kept token</source>
        <translation>Das gespeicherte Token vergessen</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>&amp;Keep the token</source>
        <translation>Token &amp;speichern</translation>
    </message>
    <message>
        <source>Keep the token</source>
        <translation>Das Token speichern</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Open the &amp;page for tokens</source>
        <translation>Seite für &amp;Token öffnen</translation>
    </message>
    <message>
        <source>Open the page for tokens</source>
        <translation>Die Seite für Token öffnen</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>It belongs to {name}.</source>
        <translation>Es gehört {name}.</translation>
    </message>
    <message>
        <source>No token is kept.</source>
        <translation>Kein Token ist gespeichert.</translation>
    </message>
    <message>
        <source>A token is kept in this system&apos;s keyring.</source>
        <translation>Ein Token ist im Schlüsselbund dieses Systems gespeichert.</translation>
    </message>
    <message>
        <source>A token is kept until Paceline is closed: there is no keyring.</source>
        <translation>Ein Token ist gespeichert, bis Paceline geschlossen wird: Es gibt keinen Schlüsselbund.</translation>
    </message>
    <message>
        <source>The token of other programs is used, as the settings allow.</source>
        <translation>Das Token anderer Programme wird benutzt, wie es die Einstellungen erlauben.</translation>
    </message>
</context>
<context>
    <name>TokenLimit</name>
    <message>
        <source>Tokens at most</source>
        <translation>Höchstens so viele Token</translation>
    </message>
    <message>
        <source>&amp;Tokens at most</source>
        <translation>&amp;Token höchstens</translation>
    </message>
</context>
<context>
    <name>TokenTable</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>What the token added to the text</source>
        <translation>Was das Token dem Text hinzufügte</translation>
    </message>
    <message>
        <source>(none)</source>
        <translation>(keiner)</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>How the token came to be said</source>
        <translation>Wie das Token zustande kam</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Zielmodell</translation>
    </message>
    <message>
        <source>The target&apos;s probability of this token</source>
        <translation>Wahrscheinlichkeit des Zielmodells für dieses Token</translation>
    </message>
    <message>
        <source>Drafter sure</source>
        <translation>Entwurf sicher</translation>
    </message>
    <message>
        <source>The drafter&apos;s probability of its guess</source>
        <translation>Wahrscheinlichkeit der Entwurfsquelle für ihren Vorschlag</translation>
    </message>
    <message>
        <source>Refused guess</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>What had been guessed here, and was refused</source>
        <translation>Was hier vorgeschlagen war und abgelehnt wurde</translation>
    </message>
    <message>
        <source>Its drafter</source>
        <translation>Dessen Entwurf</translation>
    </message>
    <message>
        <source>The drafter&apos;s probability of the refused guess</source>
        <translation>Wahrscheinlichkeit der Entwurfsquelle für den abgelehnten Vorschlag</translation>
    </message>
    <message>
        <source>Its target</source>
        <translation>Dessen Ziel</translation>
    </message>
    <message>
        <source>The target&apos;s probability of the refused guess</source>
        <translation>Wahrscheinlichkeit des Zielmodells für den abgelehnten Vorschlag</translation>
    </message>
    <message>
        <source>Drafter</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Who guessed the token</source>
        <translation>Wer das Token vorschlug</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Platz</translation>
    </message>
    <message>
        <source>The guess&apos;s place in its draft</source>
        <translation>Platz des Vorschlags in seinem Entwurf</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>The target&apos;s best logit less its second best; below some tenths it is a near-tie</source>
        <translation>Bestes Logit des Zielmodells minus zweitbestes; unter einigen Zehnteln fast gleichauf</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>The token&apos;s number in the vocabulary</source>
        <translation>Nummer des Tokens im Vokabular</translation>
    </message>
</context>
<context>
    <name>Tokens</name>
    <message>
        <source>The token is kept in this system&apos;s keyring.</source>
        <translation>Das Token ist im Schlüsselbund dieses Systems gespeichert.</translation>
    </message>
    <message>
        <source>The token is kept until Paceline is closed: there is no keyring.</source>
        <translation>Das Token ist gespeichert, bis Paceline geschlossen wird: Es gibt keinen Schlüsselbund.</translation>
    </message>
</context>
<context>
    <name>TokensView</name>
    <message>
        <source>Show tokens of origin</source>
        <translation>Token zeigen nach Herkunft</translation>
    </message>
    <message>
        <source>All origins</source>
        <translation>Jede Herkunft</translation>
    </message>
    <message>
        <source>Tokens of the reply</source>
        <translation>Token der Antwort</translation>
    </message>
    <message>
        <source>Choose a token to see it in the conversation.</source>
        <translation>Ein Token wählen, um es im Gespräch zu sehen.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Choose the models</source>
        <translation>Die Modelle wählen</translation>
    </message>
    <message>
        <source>Speculation</source>
        <translation>Spekulation</translation>
    </message>
    <message>
        <source>Draft and check, or let the target write alone</source>
        <translation>Entwerfen und prüfen oder das Zielmodell allein schreiben lassen</translation>
    </message>
    <message>
        <source>Draft &amp;length</source>
        <translation>Entwurfs&amp;länge</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>Draft length</source>
        <translation>Entwurfslänge</translation>
    </message>
    <message>
        <source>The server decides whether and how it speculates.</source>
        <translation>Ob und wie spekuliert wird, entscheidet der Server.</translation>
    </message>
    <message>
        <source>How many tokens are guessed before each check; auto lets the governor choose</source>
        <translation>Wie viele Token vor jeder Prüfung vorgeschlagen werden; auto lässt den Regler wählen</translation>
    </message>
    <message>
        <source>No pair</source>
        <translation>Kein Paar</translation>
    </message>
    <message>
        <source>Pair: {name}</source>
        <translation>Paar: {name}</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Conversation</source>
        <translation>Chatverlauf</translation>
    </message>
    <message>
        <source>Up and Down go from message to message. Enter goes into the text, where the caret tells where each token came from; Escape goes back out.</source>
        <translation>Pfeil nach oben und unten gehen von Nachricht zu Nachricht. Die Eingabetaste führt in den Text, wo der Cursor sagt, woher jedes Token kam; Escape führt wieder hinaus.</translation>
    </message>
    <message>
        <source>Jump to the end</source>
        <translation>Zum Ende springen</translation>
    </message>
    <message>
        <source>Copy the selected text</source>
        <translation>Den markierten Text kopieren</translation>
    </message>
</context>
<context>
    <name>UpdateNews</name>
    <message>
        <source>Shall Paceline look once a day whether there is a new version? The question says nothing about you, and nothing is installed. The settings have this under Privacy.</source>
        <translation>Soll Paceline einmal am Tag nachsehen, ob es eine neue Version gibt? Die Anfrage verrät nichts Persönliches, und nichts wird installiert. In den Einstellungen steht das unter „Datenschutz“.</translation>
    </message>
    <message>
        <source>&amp;Yes, look</source>
        <translation>&amp;Ja, nachsehen</translation>
    </message>
    <message>
        <source>Paceline {version} is there.</source>
        <translation>Paceline {version} ist da.</translation>
    </message>
    <message>
        <source>&amp;What has changed</source>
        <translation>Was sich &amp;geändert hat</translation>
    </message>
</context>
<context>
    <name>UpdateSheet</name>
    <message>
        <source>New versions</source>
        <translation>Neue Versionen</translation>
    </message>
    <message>
        <source>What has changed</source>
        <translation>Was sich geändert hat</translation>
    </message>
    <message>
        <source>Open the &amp;page</source>
        <translation>Seite ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Open the page of releases</source>
        <translation>Die Seite der Versionen öffnen</translation>
    </message>
    <message>
        <source>S&amp;kip this version</source>
        <translation>Diese Version ü&amp;berspringen</translation>
    </message>
    <message>
        <source>Skip this version</source>
        <translation>Diese Version überspringen</translation>
    </message>
    <message>
        <source>Remind me &amp;later</source>
        <translation>&amp;Später erinnern</translation>
    </message>
    <message>
        <source>Remind me later</source>
        <translation>Später erinnern</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>Noch einmal &amp;versuchen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking for new versions…</source>
        <translation>Neue Versionen werden gesucht…</translation>
    </message>
    <message>
        <source>It could not be found out</source>
        <translation>Das ließ sich nicht feststellen</translation>
    </message>
    <message>
        <source>You have the newest version</source>
        <translation>Das ist die neueste Version</translation>
    </message>
    <message>
        <source>Paceline {version} is the newest version that was published.</source>
        <translation>Paceline {version} ist die neueste veröffentlichte Version.</translation>
    </message>
    <message>
        <source>You have {version}. Nothing is fetched or installed by itself.</source>
        <translation>Installiert ist {version}. Von selbst wird nichts geholt oder installiert.</translation>
    </message>
    <message>
        <source>Paceline {version} is there</source>
        <translation>Paceline {version} ist da</translation>
    </message>
    <message>
        <source>Nothing was written about it.</source>
        <translation>Darüber wurde nichts geschrieben.</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>This copy runs from a checkout: fetch the new version with git pull, then run make setup.</source>
        <translation>Diese Kopie läuft aus einem Checkout: die neue Version mit git pull holen, dann make setup ausführen.</translation>
    </message>
    <message>
        <source>This copy is a Python package: install the new one in the same way as this one.</source>
        <translation>Diese Kopie ist ein Python-Paket: das neue auf dieselbe Weise installieren wie dieses.</translation>
    </message>
    <message>
        <source>Put the new version in the place of this one. Chats, settings and models lie elsewhere and stay.</source>
        <translation>Die neue Version an die Stelle dieser setzen. Chats, Einstellungen und Modelle liegen anderswo und bleiben.</translation>
    </message>
    <message>
        <source>This copy came as a Debian package: fetch the new .deb from the page, and run sudo apt install ./paceline*.deb in the folder where it lies.</source>
        <translation>Diese Kopie kam als Debian-Paket: die neue .deb-Datei von der Seite holen und in ihrem Ordner sudo apt install ./paceline*.deb ausführen.</translation>
    </message>
    <message>
        <source>This copy came as an RPM package: fetch the new .rpm from the page, and run sudo dnf install ./paceline*.rpm in the folder where it lies.</source>
        <translation>Diese Kopie kam als RPM-Paket: die neue .rpm-Datei von der Seite holen und in ihrem Ordner sudo dnf install ./paceline*.rpm ausführen.</translation>
    </message>
    <message>
        <source>This copy is an AppImage: fetch the new file from the page, and put it in the place of this one.</source>
        <translation>Diese Kopie ist ein AppImage: die neue Datei von der Seite holen und an die Stelle dieser setzen.</translation>
    </message>
    <message>
        <source>This copy was unpacked from an archive: unpack the new one, and delete this folder. Chats, settings and models lie elsewhere and stay.</source>
        <translation>Diese Kopie wurde aus einem Archiv entpackt: das neue entpacken und diesen Ordner löschen. Chats, Einstellungen und Modelle liegen anderswo und bleiben.</translation>
    </message>
    <message>
        <source>Fetch the new setup program from the page, close Paceline, and run it: it replaces this version and leaves your chats and settings.</source>
        <translation>Das neue Setup-Programm von der Seite holen, Paceline schließen und es ausführen: Es ersetzt diese Version und lässt Chats und Einstellungen, wie sie sind.</translation>
    </message>
    <message>
        <source>Fetch the new disk image from the page, close Paceline, and drag the new one into Applications.</source>
        <translation>Das neue Disk-Image von der Seite holen, Paceline schließen und das neue in „Programme“ ziehen.</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>There is nothing to compare: one of them said nothing.</source>
        <translation>Nichts zu vergleichen: Eine von beiden sagte nichts.</translation>
    </message>
    <message>
        <source>A and B were equally fast.</source>
        <translation>A und B waren gleich schnell.</translation>
    </message>
    <message>
        <source>{faster} was {ratio} times as fast as {slower}.</source>
        <translation>{faster} war {ratio}-mal so schnell wie {slower}.</translation>
    </message>
    <message>
        <source>Both said the same text, token by token.</source>
        <translation>Beide sagten denselben Text, Token für Token.</translation>
    </message>
    <message>
        <source>As far as both were written they say the same.</source>
        <translation>So weit beide geschrieben wurden, sagen sie dasselbe.</translation>
    </message>
    <message>
        <source>They say the same for {count} tokens, and different things from there on.</source>
        <translation>Sie sagen {count} Token lang dasselbe und von da an Verschiedenes.</translation>
    </message>
    <message>
        <source>Tokens per second</source>
        <translation>Token je Sekunde</translation>
    </message>
    <message>
        <source>Net gain</source>
        <translation>Nettogewinn</translation>
    </message>
    <message>
        <source>Acceptance</source>
        <translation>Akzeptanz</translation>
    </message>
    <message>
        <source>Tokens per pass</source>
        <translation>Token je Durchgang</translation>
    </message>
    <message>
        <source>First token</source>
        <translation>Erstes Token</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message>
        <source>Expected speed</source>
        <translation>Erwartetes Tempo</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>For this, {size} were read from the Hub.</source>
        <translation>Dafür wurden {size} vom Hub gelesen.</translation>
    </message>
    <message>
        <source>✓ They work together</source>
        <translation>✓ Sie passen zusammen</translation>
    </message>
    <message>
        <source>✓ They work together, with padding</source>
        <translation>✓ Sie passen zusammen, mit Auffüllung</translation>
    </message>
    <message>
        <source>≈ Only through text</source>
        <translation>≈ Nur auf dem Umweg über Text</translation>
    </message>
    <message>
        <source>✕ They do not work together</source>
        <translation>✕ Sie passen nicht zusammen</translation>
    </message>
    <message>
        <source>✓ {rule}</source>
        <translation>✓ {rule}</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>stimmt</translation>
    </message>
    <message>
        <source>✕ {rule}</source>
        <translation>✕ {rule}</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>stimmt nicht</translation>
    </message>
    <message>
        <source>? {rule}</source>
        <translation>? {rule}</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
</context>
<context>
    <name>Whereabouts</name>
    <message>
        <source>Your text goes to {host}, a program on this computer.</source>
        <translation>Der Text geht an {host}, ein Programm auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Your text leaves this computer: with each message the whole chat goes to {host} in your network.</source>
        <translation>Der Text verlässt diesen Rechner: Mit jeder Nachricht geht der ganze Chat an {host} im eigenen Netz.</translation>
    </message>
    <message>
        <source>Your text leaves this computer, unencrypted: with each message the whole chat goes to {host} in your network.</source>
        <translation>Der Text verlässt diesen Rechner unverschlüsselt: Mit jeder Nachricht geht der ganze Chat an {host} im eigenen Netz.</translation>
    </message>
    <message>
        <source>Your text leaves this computer: with each message the whole chat goes to {host}.</source>
        <translation>Der Text verlässt diesen Rechner: Mit jeder Nachricht geht der ganze Chat an {host}.</translation>
    </message>
    <message>
        <source>Your text leaves this computer, unencrypted: with each message the whole chat goes to {host}, and anybody on the way can read it.</source>
        <translation>Der Text verlässt diesen Rechner unverschlüsselt: Mit jeder Nachricht geht der ganze Chat an {host}, und jeder auf dem Weg dorthin kann mitlesen.</translation>
    </message>
</context>
<context>
    <name>_Chip</name>
    <message>
        <source>Do not send this file</source>
        <translation>Diese Datei nicht senden</translation>
    </message>
    <message>
        <source>Remove {file}, {size}</source>
        <translation>{file} entfernen, {size}</translation>
    </message>
</context>
<context>
    <name>_Dialog</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
</context>
<context>
    <name>_Edit</name>
    <message>
        <source>Change your message</source>
        <translation>Die eigene Nachricht ändern</translation>
    </message>
    <message>
        <source>Enter sends, Shift and Enter begin a new line, Escape leaves it as it was.</source>
        <translation>Die Eingabetaste sendet, mit Umschalt beginnt sie eine neue Zeile, Escape lässt alles, wie es war.</translation>
    </message>
</context>
<context>
    <name>_Figure</name>
    <message>
        <source>not measured yet</source>
        <translation>noch nicht gemessen</translation>
    </message>
    <message>
        <source>not reported by the server</source>
        <translation>vom Server nicht gemeldet</translation>
    </message>
    <message>
        <source>about {count}, counted in pieces of text</source>
        <translation>etwa {count}, nach Textstücken gezählt</translation>
    </message>
</context>
<context>
    <name>_Scale</name>
    <message>
        <source>Acceptance and break-even</source>
        <translation>Akzeptanz und Gewinnschwelle</translation>
    </message>
    <message>
        <source>acceptance: none yet</source>
        <translation>Akzeptanz: noch keine</translation>
    </message>
    <message>
        <source>{acceptance} % accepted</source>
        <translation>{acceptance} % angenommen</translation>
    </message>
    <message>
        <source>pays from {even} % on</source>
        <translation>lohnt sich ab {even} %</translation>
    </message>
</context>
</TS>
