; The setup program for Windows. build-setup.sh calls makensis with these definitions:
;
;   VERSION  as 1.2.3rc1       BUNDLE  the folder that PyInstaller made
;   NUMBERS  of it, as 1.2.3
;   OUT      the file to write ICON    an .ico
;   ID       the application's id
;   SIGN     optional: a command that signs the file behind it, as a script around signtool
;
; Installs for one person or for all, without a restart. Removing it leaves chats, settings and
; models: they are the person's.

Unicode true
Target amd64-unicode
ManifestDPIAware true
SetCompressor /SOLID lzma

!define NAME "Paceline"
!define PROGRAM "paceline.exe"
!define KIND "Paceline.gguf"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

!define MULTIUSER_MUI
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh

Var Given

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
!ifdef SIGN
  !finalize '${SIGN} "%1"'
  !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${NUMBERS}.0"
VIFileVersion "${NUMBERS}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "CompanyName" "The Paceline authors"
VIAddVersionKey "LegalCopyright" "The Paceline authors, Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_PARAMETERS "window"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString OPEN ${LANG_ENGLISH} "${NAME} is open. Close its window, then go on."
LangString OPEN ${LANG_GERMAN} "${NAME} ist geöffnet. Schließen Sie das Fenster, dann geht es weiter."
LangString MODEL ${LANG_ENGLISH} "GGUF language model"
LangString MODEL ${LANG_GERMAN} "GGUF-Sprachmodell"
LangString ABOUT ${LANG_ENGLISH} "Chat with language models on this computer"
LangString ABOUT ${LANG_GERMAN} "Mit Sprachmodellen auf diesem Rechner chatten"

; A program that runs cannot be opened for writing: ask until it can be.
!macro WaitUntilClosed PREFIX
Function ${PREFIX}WaitUntilClosed
  again:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 closed
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 writable
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(OPEN)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 3
  Quit
  writable:
  FileClose $0
  closed:
FunctionEnd
!macroend
!insertmacro WaitUntilClosed ""
!insertmacro WaitUntilClosed "un."

; Everything of the program, and nothing else that may lie in the folder.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\paceline.exe"
  Delete "$INSTDIR\paceline-worker.exe"
!macroend

Function .onInit
  ; What /D= names stands here already, and would be forgotten for the folder of the mode.
  StrCpy $Given $INSTDIR
  !insertmacro MULTIUSER_INIT
  StrCmp $Given "" +2
  StrCpy $INSTDIR $Given
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section "Program"
  Call WaitUntilClosed
  ; Files of an older version that the new one lacks would be loaded.
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}" "window" "$INSTDIR\${PROGRAM}" 0 \
    SW_SHOWNORMAL "" "$(ABOUT)"

  WriteRegStr SHCTX "Software\Classes\${KIND}" "" "$(MODEL)"
  WriteRegStr SHCTX "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr SHCTX "Software\Classes\${KIND}\shell\open\command" "" \
    '"$INSTDIR\${PROGRAM}" window "%1"'
  ; Offered beside other programs; whose files they are is the person's choice.
  WriteRegStr SHCTX "Software\Classes\.gguf\OpenWithProgids" "${KIND}" ""
  WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}\shell\open\command" "" \
    '"$INSTDIR\${PROGRAM}" window "%1"'
  WriteRegStr SHCTX "Software\Classes\Applications\${PROGRAM}" "AppUserModelID" "${ID}"

  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "The Paceline authors"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" \
    '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" \
    '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; file types have changed
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  !insertmacro RemoveProgram
  Delete "$INSTDIR\uninstall.exe"
  ; Only where it is empty: somebody may have put more there.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "Software\Classes\${KIND}"
  DeleteRegValue SHCTX "Software\Classes\.gguf\OpenWithProgids" "${KIND}"
  DeleteRegKey /ifempty SHCTX "Software\Classes\.gguf\OpenWithProgids"
  DeleteRegKey /ifempty SHCTX "Software\Classes\.gguf"
  DeleteRegKey SHCTX "Software\Classes\Applications\${PROGRAM}"
  DeleteRegKey SHCTX "${UNINSTALL}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
