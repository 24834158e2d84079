/* A library that somebody has put into a folder of downloads. Whoever loads it finds a file with
   its name and ".loaded" beside it. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        char name[MAX_PATH + 16];
        DWORD length = GetModuleFileNameA(self, name, MAX_PATH);
        lstrcpyA(name + length, ".loaded");
        HANDLE file = CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        if (file != INVALID_HANDLE_VALUE)
            CloseHandle(file);
    }
    return TRUE;
}
